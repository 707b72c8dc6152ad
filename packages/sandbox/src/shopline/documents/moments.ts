import type { Order } from '../../world/model.ts'
import type { DeliveryStatus, ShopState } from '../shop-state.ts'

/** Where an order stands by SHOPLINE's words, and when it came there; ms, `null` where it has not been. */
export interface Moments {
  status: OrderStatus
  paymentStatus: 'pending' | 'completed' | 'refunded'
  deliveryStatus: DeliveryStatus
  createdAt: number
  updatedAt: number
  confirmedAt: number | null
  completedAt: number | null
  cancelledAt: number | null
  paidAt: number | null
  paymentUpdatedAt: number
  shippedAt: number | null
  arrivedAt: number | null
  collectedAt: number | null
  returnedAt: number | null
  deliveryUpdatedAt: number
}

export type OrderStatus = 'pending' | 'confirmed' | 'completed' | 'cancelled'
type Stand = Pick<Moments, 'status' | 'paymentStatus' | 'deliveryStatus'>

const [PROCESSING, PAID, SENT, COMPLETE, CANCELLED] = [1, 2, 3, 4, 5]

const stands: Readonly<Record<number, Stand>> = {
  [PROCESSING]: { status: 'pending', paymentStatus: 'pending', deliveryStatus: 'pending' },
  [PAID]: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'pending' },
  [SENT]: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'shipped' },
  [COMPLETE]: { status: 'completed', paymentStatus: 'completed', deliveryStatus: 'arrived' },
  [CANCELLED]: { status: 'cancelled', paymentStatus: 'refunded', deliveryStatus: 'pending' },
}

/** The status of the world that stands for one of SHOPLINE. */
export const worldStatuses: Readonly<Record<OrderStatus, number>> = {
  pending: PROCESSING,
  confirmed: PAID,
  completed: COMPLETE,
  cancelled: CANCELLED,
}

/** What happened to the delivery alone is the state's; it moves nothing of the order. */
export function momentsOf(order: Order, state: ShopState): Moments {
  const stand = stands[order.statusId ?? 0]
  if (!stand) throw new Error(`Order ${order.id} has no status: a basket is no order.`)
  const { createdAt, updatedAt } = order
  const lastStatusAt = order.history.at(-1)?.at ?? createdAt
  const moments = {
    ...{ ...stand, createdAt, updatedAt, confirmedAt: firstAt(order, [PAID, SENT, COMPLETE]) },
    completedAt: stand.status === 'completed' ? lastAt(order, COMPLETE) : null,
    cancelledAt: stand.status === 'cancelled' ? lastAt(order, CANCELLED) : null,
    paidAt: paidAtOf(order, stand),
    paymentUpdatedAt: lastStatusAt,
  }
  return { ...moments, ...deliveryOf(order, stand, lastStatusAt), ...overlayOf(order, state) }
}

function paidAtOf(order: Order, { paymentStatus }: Stand): number | null {
  if (paymentStatus === 'pending') return null
  // What was given back had been paid, at the latest when it was ordered.
  return firstAt(order, [PAID, SENT, COMPLETE]) ?? order.createdAt
}

function deliveryOf(order: Order, { deliveryStatus }: Stand, deliveryUpdatedAt: number) {
  const isOut = deliveryStatus !== 'pending'
  return {
    shippedAt: isOut ? (firstAt(order, [SENT]) ?? lastAt(order, COMPLETE)) : null,
    arrivedAt: deliveryStatus === 'arrived' ? lastAt(order, COMPLETE) : null,
    ...{ collectedAt: null, returnedAt: null, deliveryUpdatedAt },
  }
}

function overlayOf({ id }: Order, state: ShopState): Partial<Moments> {
  const delivery = state.delivery(id)
  if (!delivery) return {}
  const { status, updatedAt, ...times } = delivery
  return { ...times, deliveryStatus: status, deliveryUpdatedAt: updatedAt }
}

function firstAt({ history }: Order, statuses: readonly number[]): number | null {
  return history.find(({ statusId }) => statuses.includes(statusId))?.at ?? null
}

/** An order may have been made in a status that its history does not tell. */
function lastAt({ history, updatedAt }: Order, status: number): number {
  return history.findLast(({ statusId }) => statusId === status)?.at ?? updatedAt
}
