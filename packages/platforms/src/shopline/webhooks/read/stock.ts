import type { ShopEvent } from '../../../contract/shop-event.ts'
import { own, partOf, type Reader } from './events.ts'

/** Two tables tell of stock: what a product has in all, and what of it lies where. */
const withStock =
  (reader: Reader): Reader =>
  (message) =>
    reader(message).flatMap((event): ShopEvent[] =>
      event.kind === 'refetch' ? [event, { ...event, resource: 'inventory' }] : [event],
    )

/** Whether a movement of stock tells of its product alone is documented nowhere; a new product has stock in any case. */
export const readProduct = withStock(own('products'))
export const readStock = withStock(partOf('products', 'product_id', 'product', '_id'))
