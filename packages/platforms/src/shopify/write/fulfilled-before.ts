import type { Change } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { numberOf } from '../api/gid.ts'
import { type FulfillmentQuantitiesQuery, fulfillmentQuantities } from '../api/graphql/documents.ts'
import { type Connection, readRest } from '../read/connection.ts'

import type { FulfillmentState } from './fulfillment-state.ts'

/** How far the clocks of the shop and of this machine may differ, ms. */
const CLOCK_TOLERANCE_MS = 60_000

type Line = NonNullable<FulfillmentQuantitiesQuery['fulfillment']>['fulfillmentLineItems']['nodes'][number]

/**
 * Units of each variant that earlier attempts of the change sent. A fulfillment has no place for an id of ours: one with
 * the tracking number counts, and without a tracking number one that is no older than the first attempt.
 */
export async function fulfilledBefore(
  { payload: { lines, tracking } }: Change<'order.fulfill'>,
  { state, repeat }: { state: FulfillmentState; repeat: { firstSentAt: Date } },
  context: ClientContext,
): Promise<ReadonlyMap<string, number>> {
  const units = new Map<string, number>()
  if (!lines) return units
  const since = repeat.firstSentAt.getTime() - CLOCK_TOLERANCE_MS
  const own = state.fulfillments.filter(({ numbers, createdAt }) =>
    tracking ? numbers.includes(tracking.number) : createdAt.getTime() >= since,
  )
  for (const { id } of own)
    for (const { quantity, lineItem } of await readLines(id, context)) {
      const variantId = lineItem.variant ? numberOf(lineItem.variant.id) : ''
      units.set(variantId, (units.get(variantId) ?? 0) + (quantity ?? 0))
    }
  return units
}

async function readLines(id: string, { api }: ClientContext): Promise<readonly Line[]> {
  const read = async (after: string | null): Promise<Connection<Line> | undefined> =>
    (await api.query(fulfillmentQuantities, { id, after })).fulfillment?.fulfillmentLineItems
  const first = await read(null)
  return first ? (await readRest(first, read)).nodes : []
}
