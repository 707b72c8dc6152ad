import type { Found } from './resolve/resolved.ts'

/** What the push changes, as `table/external_id`, the object itself first; a variant belongs to its product. */
export function mirrorObjectsOf({ push, target }: Found): string[] {
  const { id, variantId, productId } = target as { id?: string | null; variantId?: string; productId?: string }
  if (variantId !== undefined) return [`product_variants/${variantId}`, `products/${productId}`]
  return id ? [`${push.entity}/${id}`] : []
}
