import type { WorldShop } from './shop.ts'

/** Deletes the oldest product, customer and order, so that everything behind them moves up a position: readers of pages have to notice. */
export function deleteOldest({ products, customers, orders }: WorldShop): void {
  for (const collection of [products, customers, orders]) {
    const [oldest] = collection.ids()
    if (oldest !== undefined) collection.remove(oldest)
  }
}
