import { orderDocument } from '../../documents/order.ts'
import { numberOf } from '../../world-ids.ts'
import { notFound } from '../answers.ts'
import type { Answer, Route } from '../open-api-types.ts'
import { findOrder } from '../placed-orders.ts'
import { cancelOrder } from './cancel-order.ts'
import { changeDeliveryStatus, changePaymentStatus, changeStatus } from './change-status.ts'
import { createOrder } from './create-order.ts'
import { readOrderDelivery, updateOrderDelivery } from './order-deliveries.ts'
import { addOrderMessage, listOrderMessages } from './order-messages.ts'
import { changeOrderTags } from './order-tags.ts'
import type { OrderWrite } from './order-write.ts'
import { updateOrder } from './update-order.ts'

/** `{id}` is an order's, or that of its delivery. */
const writes: Readonly<Record<string, (write: OrderWrite) => Answer | undefined>> = {
  'PATCH orders/{id}': updateOrder,
  'PATCH orders/{id}/status': changeStatus,
  'PATCH orders/{id}/order_delivery_status': changeDeliveryStatus,
  'PATCH orders/{id}/order_payment_status': changePaymentStatus,
  'PATCH orders/{id}/cancel': cancelOrder,
  'PUT orders/{id}/tags': changeOrderTags,
  'POST orders/{id}/messages': addOrderMessage,
  'GET orders/{id}/messages': listOrderMessages,
  'GET order_deliveries/{id}': readOrderDelivery,
  'PUT order_deliveries/{id}': updateOrderDelivery,
}

export const orderWriteRoutes: Route = (call, shop) => {
  const { method, path } = call
  if (method === 'POST' && path.join('/') === 'orders') return createOrder(call, shop)
  const [root = '', id = '', ...rest] = path
  const write = writes[[`${method} ${root}`, '{id}', ...rest].join('/')]
  if (!write) return undefined
  const number = numberOf(root === 'orders' ? 'order' : 'delivery', id)
  const order = findOrder(shop.world, number)
  if (!order) return notFound('Order')
  if (method !== 'GET') shop.versions.keep('order', order.id, orderDocument(order, shop))
  return write({ order, call, shop })
}
