import type { Order } from '../../world/model.ts'
import { timelineOf } from '../documents/order-timeline.ts'
import { timeOf } from '../times.ts'
import { numberOf } from '../world-ids.ts'
import { ok } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { findOrder } from './placed-orders.ts'

/**
 * Records stored beside orders. Tags: https://open-api.docs.shoplineapp.com/docs/get-order-tags. Transactions are those of a
 * point of sale, which no order of the world comes from.
 */
export const orderRecordRoutes: Route = ({ method, path }: ApiCall, shop: ApiShop): Answer | undefined => {
  const [root, id = '', part, ...rest] = path
  if (method !== 'GET' || root !== 'orders' || rest.length > 0) return undefined
  if (part === 'action_logs') return ok({ items: actionLogs(id, shop) })
  if (part !== undefined) return undefined
  if (id === 'tags') return ok({ tags: [...shop.state.allTags()].sort() })
  return id === 'transactions' ? ok({ items: [] }) : undefined
}

/** Empty for an unknown order. The keys are not documented. */
function actionLogs(id: string, { world, state }: ApiShop): object[] {
  const order = findOrder(world, numberOf('order', id))
  if (!order) return []
  const { status } = timelineOf(order, state)
  return order.history.map(({ at }, index) => {
    const isLast = index === order.history.length - 1
    return toLog({ at, key: index === 0 ? 'created_order' : 'updated_order_status', data: isLast ? { status } : {} })
  })
}

interface Logged {
  at: Order['createdAt']
  key: string
  data: object
}

function toLog({ at, key, data }: Logged): object {
  const nobody = { performer_name: null, performer_type: null, performer_id: null, performing_application_id: null }
  return { key, data, created_at: timeOf(at), ...nobody }
}
