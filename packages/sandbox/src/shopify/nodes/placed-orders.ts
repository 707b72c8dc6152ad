import type { Order } from '../../world/model.ts'
import { createOrderedView } from '../../world/ordered-view.ts'
import type { WorldShop } from '../../world/shop.ts'
import { cachedBy, type Summary } from './summaries.ts'

export interface OrderSummary extends Summary, Pick<Order, 'customerId' | 'status'> {}

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
  const all = createOrderedView({ collection: orders, summarize, includes: ({ status }) => status !== null })
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

function summarize({ id, createdAt, updatedAt, customerId, status }: Order): OrderSummary {
  return { id, createdAt, updatedAt, customerId, status }
}
