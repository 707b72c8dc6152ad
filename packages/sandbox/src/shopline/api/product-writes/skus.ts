import type { ApiCall, ApiShop } from '../open-api-types.ts'

/** Only where the sandbox has unique SKUs. */
export function isSkuTaken({ sku, variations = [] }: ApiCall['body'], { world, quirks }: ApiShop): boolean {
  if (quirks.duplicateSkus === 'accepted') return false
  const others = Array.isArray(variations) ? variations.map((variation: { sku?: unknown }) => variation.sku) : []
  const wanted = new Set([sku, ...others].filter((each) => typeof each === 'string' && each !== ''))
  return world.products.ids().some((id) => wanted.has(world.products.get(id)?.sku))
}
