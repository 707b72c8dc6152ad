import type { Order } from '../../world/model.ts'
import { orderDocument } from '../documents/order.ts'
import { type OrderStatus, timelineOf, worldStatuses } from '../documents/order-timeline.ts'
import { deliveryStatuses } from '../shop-state.ts'
import { timeOf } from '../times.ts'
import { ids, numberOf } from '../world-ids.ts'
import { notFound, ok, refuse } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { findOrder } from './placed-orders.ts'
import { mistakeInTags } from './tags.ts'

const TAGS_MAX = 10
const SHOP_TAGS_MAX = 100
const SENT: ReadonlySet<string> = new Set(['shipped', 'arrived', 'collected'])

interface Write {
  order: Order
  body: ApiCall['body']
  shop: ApiShop
}

/** https://open-api.docs.shoplineapp.com/docs/update-order-status */
export const orderWriteRoutes: Route = ({ method, path, body }, shop) => {
  const [root, id = '', part = '', ...rest] = path
  if (root !== 'orders' || rest.length > 0) return undefined
  const write = writes[`${method} ${part}`]
  const order = findOrder(shop.world, numberOf('order', id))
  if (!write) return undefined
  return order ? write({ order, body, shop }) : notFound('Order')
}

const writes: Readonly<Record<string, (write: Write) => Answer>> = {
  'PATCH status': changeStatus,
  'PATCH order_delivery_status': changeDelivery,
  'PUT tags': changeTags,
  'PATCH cancel': ({ order, shop }) => changeStatus({ order, body: { status: 'cancelled' }, shop }),
}

function changeStatus({ order, body, shop }: Write): Answer {
  const status = String(body.status)
  if (!isStatus(status)) return unprocessable(`status "${status}" is invalid`)
  const { status: before, deliveryStatus } = timelineOf(order, shop.state)
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

function changeTags({ order, body, shop }: Write): Answer {
  const { state, world } = shop
  const mistake = mistakeInTags(body.tags, TAGS_MAX)
  if (mistake) return unprocessable(mistake)
  const wanted = [...new Set(body.tags as string[])]
  if (new Set([...state.allTags(), ...wanted]).size > SHOP_TAGS_MAX)
    return unprocessable(`A shop has no more than ${SHOP_TAGS_MAX} tags for orders`)
  state.tag(order.id, wanted)
  return ok(orderDocument(world.orders.get(order.id) ?? order, shop))
}

function isStatus(status: string): status is OrderStatus {
  return Object.hasOwn(worldStatuses, status)
}

function unprocessable(text: string): Answer {
  return refuse(422, 'UnprocessableEntity', text)
}
