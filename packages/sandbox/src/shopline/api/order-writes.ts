import type { Order } from '../../world/model.ts'
import { momentsOf, type OrderStatus, worldStatuses } from '../documents/moments.ts'
import { deliveryStatuses } from '../shop-state.ts'
import { timeOf } from '../times.ts'
import { ids, numberOf } from '../world-ids.ts'
import { notFound, ok, refuse } from './answers.ts'
import { findOrder } from './placed-orders.ts'
import type { Answer, ApiCall, ApiShop, Route } from './shell.ts'

const SENT: ReadonlySet<string> = new Set(['shipped', 'arrived', 'collected'])

interface Write {
  order: Order
  body: ApiCall['body']
  shop: ApiShop
}

/** https://open-api.docs.shoplineapp.com/docs/update-order-status */
export const orderWriteRoutes: Route = ({ method, path, body }, shop) => {
  const [root, id = '', part = '', ...rest] = path
  if (method !== 'PATCH' || root !== 'orders' || rest.length > 0) return undefined
  const write = writes[part]
  const order = findOrder(shop.world, numberOf('order', id))
  if (!write) return undefined
  return order ? write({ order, body, shop }) : notFound('Order')
}

const writes: Readonly<Record<string, (write: Write) => Answer>> = {
  status: changeStatus,
  order_delivery_status: changeDelivery,
  cancel: ({ order, shop }) => changeStatus({ order, body: { status: 'cancelled' }, shop }),
}

function changeStatus({ order, body, shop }: Write): Answer {
  const status = String(body.status)
  if (!isStatus(status)) return unprocessable(`status "${status}" is invalid`)
  const { status: before, deliveryStatus } = momentsOf(order, shop.state)
  if (before === 'completed') return unprocessable('A completed order cannot be changed')
  if (status === 'cancelled' && SENT.has(deliveryStatus))
    return unprocessable(`An order that is ${deliveryStatus} cannot be cancelled`)
  const { updatedAt } = shop.world.changeOrderStatus(order.id, worldStatuses[status])
  return ok({ order_id: ids.order(order.id), status, updated_at: timeOf(updatedAt) })
}

/** Leaves the order's own `updated_at` where it is. https://open-api.docs.shoplineapp.com/docs/update-order-delivery-status */
function changeDelivery({ order, body, shop }: Write): Answer {
  const status = deliveryStatuses.find((each) => each === body.status)
  if (!status) return unprocessable(`status "${String(body.status)}" is invalid`)
  const { updatedAt } = shop.state.changeDelivery(order.id, status)
  return ok({ order_id: ids.order(order.id), status, updated_at: timeOf(updatedAt) })
}

function isStatus(status: string): status is OrderStatus {
  return Object.hasOwn(worldStatuses, status)
}

function unprocessable(text: string): Answer {
  return refuse(422, 'UnprocessableEntity', text)
}
