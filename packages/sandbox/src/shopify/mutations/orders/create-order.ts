import type { WorldShop } from '../../../world/shop.ts'
import type { Subject } from '../../nodes/node.ts'
import { orderNode } from '../../nodes/refs.ts'
import { shopStoreOf } from '../../shop-store.ts'
import { problem } from '../user-error.ts'
import { claimStock } from './claim-stock.ts'
import { writeCustomer } from './new-customer.ts'
import { newOrder } from './new-order.ts'
import type { OrderInput } from './order-input.ts'
import { orderProblems } from './order-problems.ts'

const MINUTE_MS = 60_000

/**
 * https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderCreate: there is no key, so a call that is repeated
 * makes a second order.
 */
export function createOrderSubject(world: WorldShop): Subject {
  const times: number[] = []
  return {
    resolvers: {
      Mutation: {
        orderCreate(_source, { order, options }) {
          const { inventoryBehaviour: behaviour = 'BYPASS' } = (options ?? {}) as { inventoryBehaviour?: string }
          const input = order as OrderInput
          const userErrors = orderProblems(input, behaviour === 'DECREMENT_OBEYING_POLICY', world)
          if (userErrors.length > 0) return { order: null, userErrors }
          if (!isAllowed(times, world))
            return { order: null, userErrors: [problem(null, 'Too many attempts. Please try again later.', 'INVALID')] }
          if (behaviour !== 'BYPASS') claimStock(input.lineItems ?? [], world)
          const buyer = writeCustomer(input, world)
          const created = world.addOrder((id) => newOrder(id, input, buyer, world))
          return { order: orderNode(created), userErrors: [] }
        },
      },
    },
  }
}

/** Trial and development shops take a few a minute. */
function isAllowed(times: number[], world: WorldShop): boolean {
  const { ordersPerMinute } = shopStoreOf(world).rules
  if (ordersPerMinute === null) return true
  const recent = times.filter((time) => time > world.now() - MINUTE_MS)
  if (recent.length >= ordersPerMinute) return false
  times.splice(0, times.length, ...recent, world.now())
  return true
}
