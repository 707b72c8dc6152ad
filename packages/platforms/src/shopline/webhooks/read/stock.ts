import type { ShopEvent } from '../../../contract/shop-event.ts'
import { own, partOf, type Reader } from './events.ts'

/** Stock is in two tables: the total of a product, and its levels by warehouse. */
const withStock =
  (reader: Reader): Reader =>
  (message) =>
    reader(message).flatMap((event): ShopEvent[] =>
      event.kind === 'refetch' ? [event, { ...event, resource: 'inventory' }] : [event],
    )

/** It is not documented whether a stock event names only its product; a new product has stock in any case. */
export const readProduct = withStock(own('products'))
export const readStock = withStock(partOf('products', 'product_id', 'product', '_id'))
