import type { ShopEvent } from '../../platform.ts'
import { partOf, type Reader } from './events.ts'

/** Both tables tell of stock: what a product has in all, and what of it lies where. */
export const readStock: Reader = (message) => {
  const hints = partOf('products', 'product_id', 'product', '_id')(message)
  return hints.flatMap((hint): ShopEvent[] =>
    hint.kind === 'refetch' ? [hint, { ...hint, resource: 'inventory' }] : [hint],
  )
}
