import type { WorldShop } from '../../world/shop.ts'
import { ownerOf } from '../world-ids.ts'
import { placedOrdersOf } from './placed-orders.ts'
import type { OrderLine } from './refs.ts'

/** The line of an order that an id of one of its parts means. */
export function findLine(partId: number, world: WorldShop): OrderLine | null {
  const order = placedOrdersOf(world).find(ownerOf(partId))
  const line = order?.lines.find(({ id }) => id === partId)
  return order && line ? { line, order } : null
}
