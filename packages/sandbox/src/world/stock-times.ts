import type { Product } from './model.ts'

/** World time when the stock at a place, counted from 1, last changed. */
export function stockTimeOf(
  { updatedAt, stockTimes }: Pick<Product, 'updatedAt' | 'stockTimes'>,
  place: number,
): number {
  return stockTimes?.[place - 1] ?? updatedAt
}

/** The times that a change of the product leaves: a place whose stock stays as it was keeps its own. */
export function stockTimesAfter(before: Product, { stocks }: Partial<Product>, now: number): number[] {
  return before.stocks.map((stock, index) =>
    stocks !== undefined && stocks[index] !== stock ? now : stockTimeOf(before, index + 1),
  )
}
