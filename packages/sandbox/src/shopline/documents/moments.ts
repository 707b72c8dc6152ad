import type { Order } from '../../world/model.ts'
import type { DeliveryState, DeliveryStatus, ShopState } from '../shop-state.ts'

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
  return withDelivery(plannedMoments(order), state.delivery(order.id))
}

/** As the order itself tells it. Throws for a basket. */
export function plannedMoments(order: Order): Moments {
  const stand = stands[order.statusId ?? 0]
  if (!stand) throw new Error(`Order ${order.id} has no status: a basket is no order.`)
  const { createdAt, updatedAt, history } = order
  return {
    ...{ ...stand, createdAt, updatedAt, confirmedAt: firstAt(order, [PAID, SENT, COMPLETE]) },
    completedAt: stand.status === 'completed' ? reachedAt(order, COMPLETE) : null,
    cancelledAt: stand.status === 'cancelled' ? reachedAt(order, CANCELLED) : null,
    ...{ paidAt: paidAtOf(order, stand), paymentUpdatedAt: history.at(-1)?.at ?? createdAt },
    ...deliveryOf(order, stand),
  }
}

export function withDelivery(planned: Moments, delivery: DeliveryState | undefined): Moments {
  if (!delivery) return planned
  const { status, updatedAt, ...times } = delivery
  return { ...planned, ...times, deliveryStatus: status, deliveryUpdatedAt: updatedAt }
}

function paidAtOf(order: Order, { paymentStatus }: Stand): number | null {
  if (paymentStatus === 'pending') return null
  // What was given back had been paid, at the latest when it was ordered.
  return firstAt(order, [PAID, SENT, COMPLETE]) ?? order.createdAt
}

function deliveryOf(order: Order, { deliveryStatus }: Stand) {
  const arrivedAt = deliveryStatus === 'arrived' ? reachedAt(order, COMPLETE) : null
  const shippedAt = deliveryStatus === 'pending' ? null : (firstAt(order, [SENT]) ?? arrivedAt ?? order.updatedAt)
  return { shippedAt, arrivedAt, collectedAt: null, returnedAt: null, deliveryUpdatedAt: order.updatedAt }
}

function firstAt({ history }: Order, statuses: readonly number[]): number | null {
  return history.find(({ statusId }) => statuses.includes(statusId))?.at ?? null
}

/** The first time. An order may have been made in a status that its history does not tell. */
function reachedAt(order: Order, status: number): number {
  return firstAt(order, [status]) ?? order.updatedAt
}
