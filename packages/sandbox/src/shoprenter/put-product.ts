import type { Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import { type Answer, refuse } from './envelope.ts'
import { idOf, numberIn } from './ids.ts'

interface Put {
  id: string | null
  query: URLSearchParams
  body: Record<string, unknown>
}

const QUANTITY_MAX = 1_000_000_000
const STOCK = /^stock([1-4])$/

/**
 * `PUT /products/{id}`, `/productExtend/{id}` and `/productExtend?sku=`: of a product's fields the sandbox takes its
 * stocks. `null`: done. https://doc.shoprenter.hu/api/product_extend.html
 */
export function putProduct({ id, query, body }: Put, shop: WorldShop): Answer | null {
  const product = id === null ? findBySku(query, shop) : shop.products.get(numberIn(id) ?? 0)
  if (!product) return refuse(404, 40_033, 'The product does not exist')
  const stocks = [...product.stocks] as Product['stocks']
  for (const [field, value] of Object.entries(body)) {
    const place = STOCK.exec(field)?.[1]
    if (!place) return refuse(400, 40_002, `The sandbox takes no ${field}`)
    const quantity = Number(value)
    if (!Number.isInteger(quantity) || Math.abs(quantity) > QUANTITY_MAX)
      return refuse(400, 40_005, `${field} must be integer`)
    stocks[Number(place) - 1] = quantity
  }
  shop.updateProduct(product.id, { stocks })
  return null
}

export function idOfSku(query: URLSearchParams, shop: WorldShop): string | null {
  const product = findBySku(query, shop)
  return product && idOf.product(product.id)
}

function findBySku(query: URLSearchParams, { products }: WorldShop): Product | null {
  const sku = query.get('sku')
  const id = products.ids().find((each) => products.get(each)?.sku === sku)
  return sku === null || id === undefined ? null : products.get(id)
}
