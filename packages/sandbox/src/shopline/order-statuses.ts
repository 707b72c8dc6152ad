import type { OrderStatus } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import { trackingOf } from './documents/order-delivery.ts'
import { timelineOf } from './documents/order-timeline.ts'
import type { OrderParts, ShopState } from './state/shop-state.ts'
import type { PaymentState, PaymentStatus } from './state/statuses.ts'

interface Shop {
  world: WorldShop
  state: ShopState
}

/** Changes the status of the order only; its payment and delivery keep theirs. */
export function changeOnlyStatus({ world, state }: Shop, order: number, status: OrderStatus): void {
  state.separate(order, partsOf(order, { world, state }), () => world.changeOrderStatus(order, status))
}

/** Changes the payment only. */
export function changePayment({ world, state }: Shop, order: number, status: PaymentStatus): PaymentState {
  return state.changePayment(order, { status, paidAt: timelineOf(orderOf(order, world), state).paidAt })
}

/** Complete states of delivery and payment, so that later statuses of the world do not change them. */
function partsOf(number: number, { world, state }: Shop): OrderParts {
  const order = orderOf(number, world)
  const timeline = timelineOf(order, state)
  const { shippedAt, arrivedAt, collectedAt, returnedAt, deliveryUpdatedAt, paidAt, paymentUpdatedAt } = timeline
  return {
    delivery: {
      ...{ status: timeline.deliveryStatus, updatedAt: deliveryUpdatedAt },
      ...{ shippedAt, arrivedAt, collectedAt, returnedAt },
    },
    payment: { status: timeline.paymentStatus, updatedAt: paymentUpdatedAt, paidAt },
    tracking: trackingOf(order, state),
  }
}

function orderOf(number: number, { orders, domain }: WorldShop) {
  const order = orders.get(number)
  if (!order) throw new Error(`There is no order ${number} at ${domain}.`)
  return order
}
