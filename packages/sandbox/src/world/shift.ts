import type { WorldShop } from './shop.ts'

/** The oldest objects vanish, and everything behind them moves up: what a reader of pages has to notice. */
export function shiftPages({ products, customers, orders }: WorldShop): void {
  for (const collection of [products, customers, orders]) {
    const [oldest] = collection.ids()
    if (oldest !== undefined) collection.remove(oldest)
  }
}
