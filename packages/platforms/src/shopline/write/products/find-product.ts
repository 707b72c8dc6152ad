import type { WriteOutcome } from '../../../contract/writes.ts'
import { type Api, itemsOf } from '../../api/api.ts'
import type { Wire } from '../../map/shapes.ts'
import { idOf, text, timeOf } from '../../map/wire.ts'
import { CLOCKS_DIFFER_MS } from '../orders/order-parts.ts'
import { soldOf } from './product-at.ts'

export type FoundProduct = { kind: 'ours'; product: Wire } | Extract<WriteOutcome, { kind: 'refused' }> | null

/**
 * What the shop has of a product that is to be created. SKUs are all that it can be searched by, and they are not unique:
 * one product that is as new as the push is ours, everything else is for a person to decide.
 */
export async function findProduct(
  skus: readonly string[],
  firstSentAt: Date | undefined,
  api: Api,
): Promise<FoundProduct> {
  const hits = new Map<string | null, Wire>()
  for (const sku of skus) for (const product of await searchBySku(sku, api)) hits.set(idOf(product), product)
  const [product, ...others] = hits.values()
  if (!product) return null
  if (others.length === 0 && isSince(product, firstSentAt)) return { kind: 'ours', product }
  return {
    kind: 'refused',
    code: 'sku_exists',
    message: `The shop has SKU ${skus.join(' or ')} already, in product ${[...hits.keys()].join(', ')}. Push the change to that id, or link it with your own id first.`,
  }
}

async function searchBySku(sku: string, api: Api): Promise<Wire[]> {
  const answer = await api.requireOk('products/search', { method: 'POST', body: { sku, per_page: 10, page: 1 } })
  const hasSku = (product: Wire) => text(product.sku) === sku || soldOf(product).some((sold) => sold.sku === sku)
  return itemsOf(answer, 'search of products').filter(hasSku)
}

function isSince({ created_at }: Wire, since: Date | undefined): boolean {
  return since !== undefined && (timeOf(created_at)?.getTime() ?? 0) >= since.getTime() - CLOCKS_DIFFER_MS
}
