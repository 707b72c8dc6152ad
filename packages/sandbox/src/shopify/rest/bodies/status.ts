import type { Order } from '../../../world/model.ts'
import { financialStatusOf } from '../../nodes/order-amounts.ts'
import { sentStatus, sinceOf } from '../../nodes/order-parts.ts'
import { localTime } from '../json.ts'

const fulfillment: Readonly<Record<string, string>> = {
  PARTIALLY_FULFILLED: 'partial',
  FULFILLED: 'fulfilled',
  RESTOCKED: 'restocked',
}

export function financialStatus(order: Order): string {
  return financialStatusOf(order).toLowerCase()
}

/** `null` while nothing has been sent. */
export function fulfillmentStatus(order: Order): string | null {
  return fulfillmentName(sentStatus(order))
}

/** As REST calls what was sent. */
export function fulfillmentName(sent: string): string | null {
  return fulfillment[sent] ?? null
}

/** When the order got its present status. */
export function statusSince(order: Order): string {
  return localTime(sinceOf(order, order.status))
}
