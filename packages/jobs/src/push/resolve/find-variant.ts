import type { OpenPush, VariantIds } from '@shopmirror/db'
import type { NotFound, ResolveDeps } from './resolved.ts'

/** A variant as a push names it. */
export interface VariantName {
  id?: string | undefined
  sku?: string | undefined
}

/** Variants of the mirror that pushes name: their object, or those of `lines` of their payload. */
export async function readVariants(
  pushes: readonly OpenPush[],
  { db, shopId }: Pick<ResolveDeps, 'db' | 'shopId'>,
): Promise<VariantIds[]> {
  const names = pushes.flatMap((push) => [push.object, ...variantNames(push.payload)])
  const ids = names.flatMap(({ id }) => id ?? [])
  const skus = names.flatMap(({ sku }) => sku ?? [])
  return ids.length + skus.length === 0 ? [] : db.pushes.findVariants(shopId, { ids, skus })
}

/** Variants that the lines of a payload name, in their order; `null`: the line stands for none. */
export function lineVariants(payload: Record<string, unknown>): (VariantName | null)[] {
  const lines = Array.isArray(payload.lines) ? (payload.lines as { variant?: VariantName }[]) : []
  return lines.map(({ variant }) => variant ?? null)
}

function variantNames(payload: Record<string, unknown>): VariantName[] {
  return lineVariants(payload).filter((name) => name !== null)
}

/** The one variant of that name. */
export function findVariant({ id, sku }: VariantName, variants: readonly VariantIds[]): VariantIds | NotFound {
  const found = variants.filter((variant) => (id === undefined ? variant.sku === sku : variant.variantId === id))
  const name = id === undefined ? `SKU ${sku}` : `id ${id}`
  const [variant, other] = found
  if (!variant)
    return { code: 'variant_not_found', error: `No variant with ${name} in the mirror. Check it, or sync products.` }
  if (!other) return variant
  const ids = found.map(({ variantId }) => variantId).join(', ')
  return { code: 'variant_ambiguous', error: `${found.length} variants have ${name}. Name one by its id: ${ids}.` }
}
