import type { Product } from '../../../world/model.ts'
import type { Prices } from '../../state/product-extras.ts'
import type { Answer, ApiCall } from '../open-api-types.ts'
import { unprocessable } from './product-write.ts'

const VAT = 1.27
const NAMES = ['price', 'price_sale', 'cost', 'member_price', 'retail_price'] as const

/** The prices after the call: fields that the body does not contain keep theirs. `null` is refused. */
export function readPrices(body: ApiCall['body'], before: Prices): Prices | Answer {
  const wrong = NAMES.find((name) => body[name] !== undefined && !isAmount(body[name]))
  if (wrong) return unprocessable(`${wrong} is invalid`)
  const amount = <T>(name: (typeof NAMES)[number], old: T) => (body[name] === undefined ? old : String(body[name]))
  const sale = amount('price_sale', before.sale)
  return {
    price: amount('price', before.price),
    // Zero: no sale price.
    sale: Number(sale ?? 0) === 0 ? null : sale,
    ...{ cost: amount('cost', before.cost), member: amount('member_price', before.member) },
    retail: amount('retail_price', before.retail),
  }
}

export const noPrices: Prices = { price: '0', sale: null, cost: null, member: null, retail: null }

/** In the world a price is what something is sold for; the list price stands beside it. */
export function toWorldPrices({ price, sale, cost }: Prices, { written }: Partial<Product>): Partial<Product> {
  const gross = sale ?? price
  return {
    ...{ gross, net: (Number(gross) / VAT).toFixed(4) },
    written: { ...written, compareAtPrice: sale === null ? null : price, cost },
  }
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}
