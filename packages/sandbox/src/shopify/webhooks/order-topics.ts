import type { Order } from '../../world/model.ts'
import type { Change, WorldShop } from '../../world/shop.ts'
import type { Progress, Shipment } from '../../world/written.ts'
import { financialStatusOf } from '../nodes/order-amounts.ts'
import { isCancelled, sentStatus, shipmentsOf } from '../nodes/order-parts.ts'
import { transactionsOf } from '../nodes/transaction.ts'
import type { ObjectTopic } from './object-topic.ts'

const milestones: Readonly<Record<string, readonly string[]>> = {
  paid: ['orders/paid'],
  shipped: ['orders/partially_fulfilled', 'fulfillments/create'],
  complete: ['orders/fulfilled', 'fulfillments/create'],
  cancelled: ['orders/cancelled', 'refunds/create'],
}
const sent: Readonly<Record<string, readonly string[]>> = {
  PARTIALLY_FULFILLED: ['orders/partially_fulfilled'],
  FULFILLED: ['orders/fulfilled'],
}

/** The webhook topics of a change of an order. */
export function orderTopics(change: Extract<Change, { order: unknown }>, world: WorldShop): ObjectTopic[] {
  const { kind, order, before } = change
  const { id, status } = order
  // An abandoned cart is not an order.
  if (status === null) return []
  if (kind === 'order.created')
    return [{ topic: 'orders/create', id }, ...(order.written ? creation(order, world) : [])]
  if (kind === 'order.deleted') return [{ topic: 'orders/delete', id }]
  const planned = kind === 'order.status' ? (milestones[status] ?? []).map((topic) => ({ topic, id })) : []
  return [{ topic: 'orders/updated', id }, ...planned, ...(before ? differences(before, order) : [])]
}

const NOTHING: Progress = { payments: [], shipments: [], financialStatus: 'PENDING' }

/** Of an order that was written through the API: with everything that it already is. */
function creation(order: Order, { products }: WorldShop): ObjectTopic[] {
  const { id, lines } = order
  const bought = lines.flatMap(({ productId }) => products.get(productId) ?? [])
  const groups = new Set(bought.map((product) => product.parentId ?? product.id))
  return [
    { topic: 'orders/updated', id },
    ...differences({ ...order, progress: NOTHING }, order),
    ...[...groups].map((group) => ({ topic: 'products/update', id: group })),
  ]
}

function differences(before: Order, order: Order): ObjectTopic[] {
  const { id } = order
  const [was, is] = [sentStatus(before), sentStatus(order)]
  const topics = [
    ...(financialStatusOf(order) === 'PAID' && financialStatusOf(before) !== 'PAID' ? ['orders/paid'] : []),
    ...(is === was ? [] : (sent[is] ?? [])),
    ...(isCancelled(order) && !isCancelled(before) ? ['orders/cancelled', 'refunds/create'] : []),
    ...(order.written?.edited && order.lines !== before.lines ? ['orders/edited'] : []),
  ]
  const newer = transactionsOf(order).slice(transactionsOf(before).length)
  return [
    ...topics.map((topic) => ({ topic, id })),
    ...newer.map((transaction) => ({ topic: 'order_transactions/create', id: transaction.id })),
    ...shipmentTopics(shipmentsOf(before), shipmentsOf(order)),
  ]
}

function shipmentTopics(before: readonly Shipment[], after: readonly Shipment[]): ObjectTopic[] {
  return after.flatMap((shipment) => {
    const known = before.find(({ id }) => id === shipment.id)
    if (!known) return [{ topic: 'fulfillments/create', id: shipment.id }]
    return contentOf(known) === contentOf(shipment) ? [] : [{ topic: 'fulfillments/update', id: shipment.id }]
  })
}

function contentOf({ company, numbers, urls, lines }: Shipment): string {
  return JSON.stringify([company, numbers, urls, lines])
}
