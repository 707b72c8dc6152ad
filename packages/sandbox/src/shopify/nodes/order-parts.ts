import type { Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Shipment } from '../../world/written.ts'
import { fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { timeOf } from './gid.ts'
import type { OrderLine, Parcel } from './refs.ts'

export function isCancelled({ status }: Pick<Order, 'status'>): boolean {
  return status === 'cancelled'
}

/** When the order last came to a status, ms. */
export function sinceOf({ history, updatedAt }: Order, status: OrderStatus | null): number {
  return history.findLast((entry) => entry.status === status)?.at ?? updatedAt
}

export function reachedAt(order: Order, status: OrderStatus | null): string {
  return timeOf(sinceOf(order, status))
}

export function nameOf({ id, written }: Pick<Order, 'id' | 'written'>): string {
  return written?.name ?? `#${id}`
}

export function linesOf(order: Order): OrderLine[] {
  return order.lines.map((line) => ({ line, order }))
}

/** An order in delivery has sent its first line, a complete one everything, in one parcel, unless more is known. */
export function shipmentsOf(order: Order): readonly Shipment[] {
  if (order.progress) return order.progress.shipments
  const { id, status, lines, updatedAt } = order
  if (status !== 'shipped' && status !== 'complete') return []
  const number = `MB${String(id).padStart(8, '0')}`
  const sent = status === 'shipped' ? lines.slice(0, 1) : lines
  return [
    {
      ...{ id, createdAt: sinceOf(order, status), updatedAt, place: 1, company: 'GLS', numbers: [number] },
      urls: [`https://gls-group.com/track/${number}`],
      lines: sent.map(({ id: lineId, quantity }) => ({ lineId, quantity })),
    },
  ]
}

/** How much of a line has been sent. */
export function sentOf({ line, order }: OrderLine): number {
  const sent = shipmentsOf(order).flatMap(({ lines }) => lines.filter(({ lineId }) => lineId === line.id))
  return sent.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** How much is left to send. */
export function unsentOf(each: OrderLine): number {
  return isCancelled(each.order) ? 0 : Math.max(0, each.line.quantity - sentOf(each))
}

export function fulfillmentsOf(order: Order): Parcel[] {
  return shipmentsOf(order).map((shipment, place) => ({ order, shipment, place }))
}

/** A cancelled order gave everything back at once. */
export function refundsOf(order: Order): Order[] {
  return isCancelled(order) ? [order] : []
}

const sentStatuses: Readonly<Record<string, string>> = { shipped: 'PARTIALLY_FULFILLED', complete: 'FULFILLED' }

/** What was sent of the whole order. */
export function sentStatus(order: Order): string {
  const { progress, status } = order
  if (!progress) return sentStatuses[status ?? ''] ?? 'UNFULFILLED'
  if (progress.fulfillmentStatus) return progress.fulfillmentStatus
  const sent = linesOf(order).map((each) => ({ sent: sentOf(each), whole: each.line.quantity }))
  if (sent.every((each) => each.sent === 0)) return 'UNFULFILLED'
  return sent.every((each) => each.sent >= each.whole) ? 'FULFILLED' : 'PARTIALLY_FULFILLED'
}

/**
 * What was sent, or what becomes of what is left to send, where there is any.
 * https://written.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus
 */
export function displayFulfillmentStatus(order: Order, world: WorldShop): string {
  const sent = sentStatus(order)
  if (isCancelled(order) || sent === 'FULFILLED') return sent
  const { status, requestStatus } = fulfillmentOrdersOf(world).of(order.id)
  if (status === 'ON_HOLD' || status === 'SCHEDULED') return status
  // All of the items have to be in progress.
  if (status === 'IN_PROGRESS') return sent === 'UNFULFILLED' ? status : sent
  if (requestStatus === 'SUBMITTED') return 'PENDING_FULFILLMENT'
  return requestStatus === 'REJECTED' ? 'REQUEST_DECLINED' : sent
}
