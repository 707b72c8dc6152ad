import { type OrderStatus, timelineOf, worldStatuses } from '../../documents/order-timeline.ts'
import { changeOnlyStatus, changePayment } from '../../order-statuses.ts'
import { deliveryStatuses, paymentStatuses } from '../../state/statuses.ts'
import type { Answer, ApiShop } from '../open-api-types.ts'
import { answerOrder, answerPart, isLocked, mailCustomer, type OrderWrite, unprocessable } from './order-write.ts'

const SENT: ReadonlySet<string> = new Set(['shipped', 'arrived', 'collected'])

/** Changes the order only; payment and delivery have statuses of their own. https://open-api.docs.shoplineapp.com/docs/update-order-status */
export function changeStatus(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const status = String(call.body.status)
  if (!isStatus(status)) return unprocessable(`status "${status}" is invalid`)
  const refusal = refuseStatus(status, write)
  if (refusal) return refusal
  changeOnlyStatus(shop, order.id, worldStatuses[status])
  if (call.body.mail_notify === true) mailCustomer(write, 'order_status')
  return answerOrder(order.id, call, shop)
}

export function refuseStatus(wanted: OrderStatus, { order, shop }: Omit<OrderWrite, 'call'>): Answer | undefined {
  const { status, deliveryStatus } = timelineOf(order, shop.state)
  if (status === wanted)
    return shop.quirks.sameStatus === 'refused' ? unprocessable(`The order is ${status} already`) : undefined
  if (isLocked(status, shop)) return unprocessable('A completed order cannot be changed')
  if (wanted === 'cancelled' && isSent(deliveryStatus, shop))
    return unprocessable(`An order that is ${deliveryStatus} cannot be cancelled`)
  return undefined
}

/** Does not change the order's `updated_at`. https://open-api.docs.shoplineapp.com/docs/update-order-delivery-status */
export function changeDeliveryStatus(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const status = deliveryStatuses.find((each) => each === call.body.status)
  if (!status) return unprocessable(`status "${String(call.body.status)}" is invalid`)
  if (isLocked(timelineOf(order, shop.state).status, shop)) return unprocessable('A completed order cannot be changed')
  const delivery = shop.state.changeDelivery(order.id, status)
  if (call.body.mail_notify === true) mailCustomer(write, 'order_delivery_status')
  return answerPart(order.id, delivery)
}

/** Changes the status only; no money moves. https://open-api.docs.shoplineapp.com/v2.82.16/docs/update-order-payment-status */
export function changePaymentStatus(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const status = paymentStatuses.find((each) => each === call.body.status)
  if (!status) return unprocessable(`status "${String(call.body.status)}" is invalid`)
  const payment = changePayment(shop, order.id, status)
  if (shop.quirks.paymentMovesOrder) shop.world.updateOrder(order.id, {})
  if (call.body.mail_notify === true) mailCustomer(write, 'order_payment_status')
  return answerPart(order.id, payment)
}

function isSent(deliveryStatus: string, { quirks }: ApiShop): boolean {
  return SENT.has(deliveryStatus) && quirks.returnOrderRevamp
}

function isStatus(status: string): status is OrderStatus {
  return Object.hasOwn(worldStatuses, status)
}
