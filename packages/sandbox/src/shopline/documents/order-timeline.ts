import type { Order, OrderStatus as WorldStatus } from '../../world/model.ts'
import type { ShopState } from '../state/shop-state.ts'
import type { DeliveryStatus, PaymentStatus } from '../state/statuses.ts'

/** An order's statuses at SHOPLINE, and when it reached them: ms, `null` if it has not. */
export interface OrderTimeline {
  status: OrderStatus
  paymentStatus: PaymentStatus
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
type Progress = Pick<OrderTimeline, 'status' | 'paymentStatus' | 'deliveryStatus'>

const progressByStatus: Readonly<Record<string, Progress>> = {
  processing: { status: 'pending', paymentStatus: 'pending', deliveryStatus: 'pending' },
  paid: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'pending' },
  shipped: { status: 'confirmed', paymentStatus: 'completed', deliveryStatus: 'shipped' },
  complete: { status: 'completed', paymentStatus: 'completed', deliveryStatus: 'arrived' },
  cancelled: { status: 'cancelled', paymentStatus: 'refunded', deliveryStatus: 'pending' },
}

/** The world's status for one of SHOPLINE. */
export const worldStatuses: Readonly<Record<OrderStatus, WorldStatus>> = {
  pending: 'processing',
  confirmed: 'paid',
  completed: 'complete',
  cancelled: 'cancelled',
}

type Parts = Pick<ShopState, 'delivery' | 'payment'>

/** Changes of the delivery or the payment alone are in the shop's state. */
export function timelineOf(order: Order, state: Parts): OrderTimeline {
  return withParts(order.id, plannedTimeline(order), state)
}

/** From the order alone. Throws for an abandoned cart. */
export function plannedTimeline(order: Order): OrderTimeline {
  const progress = progressByStatus[order.status ?? '']
  if (!progress) throw new Error(`Order ${order.id} has no status: an abandoned cart is not an order.`)
  const { createdAt, updatedAt, history } = order
  return {
    ...{ ...progress, createdAt, updatedAt, confirmedAt: firstAt(order, ['paid', 'shipped', 'complete']) },
    completedAt: progress.status === 'completed' ? reachedAt(order, 'complete') : null,
    cancelledAt: progress.status === 'cancelled' ? reachedAt(order, 'cancelled') : null,
    ...{ paidAt: paidAtOf(order, progress), paymentUpdatedAt: history.at(-1)?.at ?? createdAt },
    ...deliveryOf(order, progress),
  }
}

export function withParts(order: number, planned: OrderTimeline, state: Parts): OrderTimeline {
  const [delivery, payment] = [state.delivery(order), state.payment(order)]
  if (!delivery && !payment) return planned
  const timeline = { ...planned }
  if (delivery) {
    const { status, updatedAt, ...times } = delivery
    Object.assign(timeline, times, { deliveryStatus: status, deliveryUpdatedAt: updatedAt })
  }
  if (!payment) return timeline
  const { status: paymentStatus, paidAt, updatedAt: paymentUpdatedAt } = payment
  return { ...timeline, paymentStatus, paidAt, paymentUpdatedAt }
}

function paidAtOf(order: Order, { paymentStatus }: Progress): number | null {
  if (paymentStatus === 'pending') return null
  // A refunded order had been paid, at the latest when it was placed.
  return firstAt(order, ['paid', 'shipped', 'complete']) ?? order.createdAt
}

function deliveryOf(order: Order, { deliveryStatus }: Progress) {
  const arrivedAt = deliveryStatus === 'arrived' ? reachedAt(order, 'complete') : null
  const shippedAt = deliveryStatus === 'pending' ? null : (firstAt(order, ['shipped']) ?? arrivedAt ?? order.updatedAt)
  return { shippedAt, arrivedAt, collectedAt: null, returnedAt: null, deliveryUpdatedAt: order.updatedAt }
}

function firstAt({ history }: Order, statuses: readonly WorldStatus[]): number | null {
  return history.find(({ status }) => statuses.includes(status))?.at ?? null
}

/** The first time. An order may have been created in a status that is not in its history. */
function reachedAt(order: Order, status: WorldStatus): number {
  return firstAt(order, [status]) ?? order.updatedAt
}
