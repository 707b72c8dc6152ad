import { RetryableError } from '../../../contract/errors.ts'
import type { Api, Query } from '../../api/api.ts'
import { queryTime } from '../../api/time.ts'
import type { Wire } from '../../map/shapes.ts'
import { text } from '../../map/wire.ts'
import { requestList } from '../../read/list.ts'
import { CLOCKS_DIFFER_MS } from './order-parts.ts'

const PER_PAGE = 100

/** What is known of an order that may have been created. */
export interface OrderTrace {
  pushId: string
  /** When it may have been created at the earliest; absent: not known. */
  since?: Date | undefined
  /** What narrows the search. */
  buyer: Query
}

/**
 * The order that a push has created. It cannot be searched by what the push wrote into it, so all that the API created
 * since then are looked through: first the buyer's, then everybody's. Throws `RetryableError` when the list does not advance.
 */
export async function findOrder({ pushId, since, buyer }: OrderTrace, api: Api): Promise<Wire | null> {
  const from = since && queryTime(new Date(since.getTime() - CLOCKS_DIFFER_MS))
  const query = { created_by: 'openapi', ...(from && { created_after: from }) }
  const isOurs = (order: Wire) => text(order.order_remarks)?.split(/\s+/).includes(pushId) ?? false
  return (await search({ ...query, ...buyer }, isOurs, api)) ?? (await search(query, isOurs, api))
}

async function search(query: Query, isWanted: (order: Wire) => boolean, api: Api): Promise<Wire | null> {
  const list = { path: 'orders/search', query, perPage: PER_PAGE, hasTimes: true }
  const passed = new Set<string>()
  for (let after: string | null = null; ; ) {
    const { items, ids } = await requestList(api, list, { after })
    const found = items.find(isWanted)
    if (found) return found
    const last = ids.at(-1)
    if (last === undefined) return null
    // Absence of an order has to be certain.
    if (passed.has(last))
      throw new RetryableError('SHOPLINE GET /orders: the list does not advance.', { platform: 'shopline' })
    passed.add(last)
    after = last
  }
}
