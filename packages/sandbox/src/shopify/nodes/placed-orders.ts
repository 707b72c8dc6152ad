import type { Order } from '../../world/model.ts'
import { createOrderedView } from '../../world/ordered-view.ts'
import type { WorldShop } from '../../world/shop.ts'
import { financialStatusOf } from './order-amounts.ts'
import { nameOf, sentStatus } from './order-parts.ts'
import { cachedBy, type Summary } from './summaries.ts'

export interface OrderSummary extends Summary, Pick<Order, 'customerId' | 'status'> {
  name: string
  isClosed: boolean
  /** As `displayFinancialStatus`. */
  financial: string
  /** What was sent. */
  sent: string
}

/** The orders of a shop without the baskets that nobody finished. */
export interface PlacedOrders {
  find(id: number): Order | null
  /** By number. */
  all(): readonly OrderSummary[]
  ofCustomer(id: number): readonly OrderSummary[]
}

const known = new WeakMap<WorldShop, PlacedOrders>()

export function placedOrdersOf(world: WorldShop): PlacedOrders {
  const found = known.get(world) ?? create(world)
  known.set(world, found)
  return found
}

function create({ orders }: WorldShop): PlacedOrders {
  const all = createOrderedView({ collection: orders, summarize: summaryOf, includes: ({ status }) => status !== null })
  const byCustomer = cachedBy(orders.version, () => Map.groupBy(all(), ({ customerId }) => customerId))
  return {
    find(id) {
      const order = orders.get(id)
      return order && order.status !== null ? order : null
    },
    all,
    ofCustomer: (id) => byCustomer().get(id) ?? [],
  }
}

export function summaryOf(order: Order): OrderSummary {
  const { id, createdAt, updatedAt, customerId, status, written } = order
  return {
    ...{ id, createdAt, updatedAt, customerId, status, name: nameOf(order), isClosed: Boolean(written?.closedAt) },
    ...{ financial: financialStatusOf(order), sent: sentStatus(order) },
  }
}
