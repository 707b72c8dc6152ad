import type { Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { timeOf } from './gid.ts'
import { placedOrdersOf } from './placed-orders.ts'
import type { OrderLine, Transaction } from './refs.ts'

const sentStatuses: Readonly<Record<string, string>> = { shipped: 'PARTIALLY_FULFILLED', complete: 'FULFILLED' }

export function isCancelled({ status }: Order): boolean {
  return status === 'cancelled'
}

/** When the order last came to a status. */
export function reachedAt({ history, updatedAt }: Order, status: OrderStatus | null): string {
  return timeOf(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}

export function linesOf(order: Order): OrderLine[] {
  return order.lines.map((line) => ({ line, order }))
}

/** The line of an order that an id of one of its parts means: parts are numbered ten to an order. */
export function findLine(partId: number, world: WorldShop): OrderLine | null {
  const order = placedOrdersOf(world).find(Math.floor(partId / 10))
  const line = order?.lines.find(({ id }) => id === partId)
  return order && line ? { line, order } : null
}

/** An order in delivery has sent its first line, a complete one everything: one parcel either way. */
export function isSent({ line, order }: OrderLine): boolean {
  return order.status === 'complete' || (order.status === 'shipped' && line === order.lines[0])
}

export function fulfillmentsOf(order: Order): Order[] {
  return sentStatuses[order.status ?? ''] ? [order] : []
}

/** A cancelled order gave everything back at once. */
export function refundsOf(order: Order): Order[] {
  return isCancelled(order) ? [order] : []
}

/** What was paid, or is waited for, and what was given back. */
export function transactionsOf(order: Order): Transaction[] {
  return isCancelled(order) ? [saleOf(order), refundTransactionOf(order)] : [saleOf(order)]
}

export function saleOf(order: Order): Transaction {
  return { id: order.id * 10, kind: 'SALE', order }
}

export function refundTransactionOf(order: Order): Transaction {
  return { id: order.id * 10 + 1, kind: 'REFUND', order }
}

/**
 * What was sent, or what becomes of what is left to send, where there is any.
 * https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus
 */
export function displayFulfillmentStatus(order: Order, world: WorldShop): string {
  const sent = sentStatuses[order.status ?? ''] ?? 'UNFULFILLED'
  if (isCancelled(order) || sent === 'FULFILLED') return sent
  const { status, requestStatus } = fulfillmentOrdersOf(world).of(order.id)
  if (status === 'ON_HOLD' || status === 'SCHEDULED') return status
  // All of the items have to be in progress.
  if (status === 'IN_PROGRESS') return sent === 'UNFULFILLED' ? status : sent
  if (requestStatus === 'SUBMITTED') return 'PENDING_FULFILLMENT'
  return requestStatus === 'REJECTED' ? 'REQUEST_DECLINED' : sent
}
