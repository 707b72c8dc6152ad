import type { Order, OrderStatus as WorldStatus } from '../../world/model.ts'
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

const stands: Readonly<Record<string, Stand>> = {
  processing: { status: 'pending', paymentStatus: 'pending', deliveryStatus: 'pending' },
  paid: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'pending' },
  shipped: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'shipped' },
  complete: { status: 'completed', paymentStatus: 'completed', deliveryStatus: 'arrived' },
  cancelled: { status: 'cancelled', paymentStatus: 'refunded', deliveryStatus: 'pending' },
}

/** The status of the world that stands for one of SHOPLINE. */
export const worldStatuses: Readonly<Record<OrderStatus, WorldStatus>> = {
  pending: 'processing',
  confirmed: 'paid',
  completed: 'complete',
  cancelled: 'cancelled',
}

/** What happened to the delivery alone is the state's; it moves nothing of the order. */
export function momentsOf(order: Order, state: ShopState): Moments {
  return withDelivery(plannedMoments(order), state.delivery(order.id))
}

/** As the order itself tells it. Throws for an abandoned cart. */
export function plannedMoments(order: Order): Moments {
  const stand = stands[order.status ?? '']
  if (!stand) throw new Error(`Order ${order.id} has no status: an abandoned cart is not an order.`)
  const { createdAt, updatedAt, history } = order
  return {
    ...{ ...stand, createdAt, updatedAt, confirmedAt: firstAt(order, ['paid', 'shipped', 'complete']) },
    completedAt: stand.status === 'completed' ? reachedAt(order, 'complete') : null,
    cancelledAt: stand.status === 'cancelled' ? reachedAt(order, 'cancelled') : null,
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
  return firstAt(order, ['paid', 'shipped', 'complete']) ?? order.createdAt
}

function deliveryOf(order: Order, { deliveryStatus }: Stand) {
  const arrivedAt = deliveryStatus === 'arrived' ? reachedAt(order, 'complete') : null
  const shippedAt = deliveryStatus === 'pending' ? null : (firstAt(order, ['shipped']) ?? arrivedAt ?? order.updatedAt)
  return { shippedAt, arrivedAt, collectedAt: null, returnedAt: null, deliveryUpdatedAt: order.updatedAt }
}

function firstAt({ history }: Order, statuses: readonly WorldStatus[]): number | null {
  return history.find(({ status }) => statuses.includes(status))?.at ?? null
}

/** The first time. An order may have been made in a status that its history does not tell. */
function reachedAt(order: Order, status: WorldStatus): number {
  return firstAt(order, [status]) ?? order.updatedAt
}
