import { add } from '../../../map/decimals.ts'
import type { Wire } from '../../map/shapes.ts'

/** What pushes say of prices; `compare_at_price: null`: none. */
export interface GivenPrices {
  price?: string | undefined
  compare_at_price?: string | null | undefined
  cost?: string | undefined
}

/** What a variant costs. */
export interface Prices {
  price: string | null
  compareAt: string | null
}

/** What a variant will cost; a price before the reduction that is not given stays while it is the higher one. */
export function pricesAfter(given: GivenPrices, present: Prices): Prices {
  const price = given.price ?? present.price
  if (given.compare_at_price !== undefined) return { price, compareAt: given.compare_at_price }
  return { price, compareAt: isAbove(present.compareAt, price) ? present.compareAt : null }
}

/**
 * Here `price` is the one before the reduction, and `price_sale` the one that is paid; zero: none.
 * https://open-api.docs.shoplineapp.com/docs/create-product
 */
export function pricesBody({ price, compareAt }: Prices, cost?: string): Wire {
  const amounts = compareAt === null ? { price, price_sale: '0' } : { price: compareAt, price_sale: price }
  const all = { ...amounts, cost }
  return Object.fromEntries(Object.entries(all).flatMap(([name, amount]) => (amount ? [[name, Number(amount)]] : [])))
}

export function isAbove(amount: string | null, other: string | null): boolean {
  return amount !== null && other !== null && Number(amount) > Number(other)
}

export function isSameAmount(shown: string | null, wanted: string | null): boolean {
  return shown === wanted || (shown !== null && wanted !== null && add(shown, '0') === add(wanted, '0'))
}

/** What is wrong with prices that are given together. */
export function faultsOfPrices({ price, compare_at_price: before }: GivenPrices, path: string) {
  if (price === undefined || !before || isAbove(before, price)) return []
  return [{ path: `${path}.compare_at_price`, message: 'has to be above price in shopline shops' }]
}
