import { orderDeliveryDocument } from '../../documents/order-delivery.ts'
import { timelineOf } from '../../documents/order-timeline.ts'
import { deliveryStatuses } from '../../state/statuses.ts'
import { ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { isLocked, type OrderWrite, unprocessable } from './order-write.ts'

const REMARK_MAX = 255

/** https://open-api.docs.shoplineapp.com/docs/update-order-delivery */
export function updateOrderDelivery(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const { remark, status: wanted } = call.body
  if (remark !== undefined && (typeof remark !== 'string' || remark.length > REMARK_MAX))
    return unprocessable(`remark has more than ${REMARK_MAX} characters`)
  const status = deliveryStatuses.find((each) => each === wanted)
  if (wanted !== undefined && !status) return unprocessable(`status "${String(wanted)}" is invalid`)
  if (isLocked(timelineOf(order, shop.state).status, shop)) return unprocessable('A completed order cannot be changed')
  if (remark !== undefined) shop.state.changeExtras(order.id, { deliveryRemark: remark || null })
  const present = timelineOf(order, shop.state).deliveryStatus
  shop.state.changeDelivery(order.id, status ?? present)
  return readOrderDelivery(write)
}

export function readOrderDelivery({ order, shop }: OrderWrite): Answer {
  return ok(orderDeliveryDocument(order, timelineOf(order, shop.state), shop))
}
