import type { Api } from '../api/api.ts'
import { ARCHIVED } from '../api/api.ts'
import type { MapContext, Wire } from '../map/shapes.ts'
import { idOf, object } from '../map/wire.ts'

/** Products whose stocks are requested in parallel. */
const ASKED_AT_ONCE = 4

/**
 * Stock of products by warehouse. In a shop with one warehouse it is in the products themselves; otherwise each product is
 * requested. A product that was deleted in the meantime has none. https://open-api.docs.shoplineapp.com/docs/update-product-quantity
 */
export async function readStocks(
  api: Api,
  products: readonly Wire[],
  { warehouses }: Pick<MapContext, 'warehouses'>,
): Promise<Wire[]> {
  if (warehouses.filter(({ active }) => active).length === 1) return [...products]
  const stocks: Wire[] = []
  for (let from = 0; from < products.length; from += ASKED_AT_ONCE) {
    const asked = products.slice(from, from + ASKED_AT_ONCE)
    stocks.push(...(await Promise.all(asked.map((product) => stocksOf(api, idOf(product) ?? '')))).flat())
  }
  return stocks
}

/** Empty when there is no such product. */
async function stocksOf(api: Api, productId: string): Promise<Wire[]> {
  const { status, value } = await api.request(`products/${encodeURIComponent(productId)}/stocks`)
  return status === 404 || status === ARCHIVED ? [] : [object(value)]
}
