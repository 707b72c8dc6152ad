import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Progress } from '../../../world/written.ts'
import { paymentsOf } from '../../nodes/order-amounts.ts'
import { shipmentsOf } from '../../nodes/order-parts.ts'
import { placedOrdersOf } from '../../nodes/placed-orders.ts'
import { readId } from '../input/read-id.ts'
import { statusOf } from './new-order.ts'

export function findOrder(id: unknown, world: WorldShop): Order | null {
  return placedOrdersOf(world).find(readId(id, 'Order'))
}

/** How far an order has come, said in full also where so far its status said it. */
export function progressOf(order: Order): Progress {
  return order.progress ?? { payments: paymentsOf(order), shipments: shipmentsOf(order) }
}

/** Changes an order together with the status that the world has for it. */
export function advance(order: Order, change: Partial<Order> & { progress: Progress }, world: WorldShop): Order {
  const { id, history } = order
  const status = change.status ?? (order.status === 'cancelled' ? order.status : statusOf(change.progress, order.lines))
  const entry = { id: id * 100 + history.length, status, comment: '', at: world.now() }
  const more = status === order.status ? {} : { status, history: [...history, entry] }
  return world.updateOrder(id, { ...change, ...more })
}
