import type { Change, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { numberOf } from '../api/gid.ts'
import {
  type FulfillmentOrderLineItemsInput,
  type FulfillmentOrderLinesQuery,
  fulfillmentOrderLines,
} from '../api/graphql/documents.ts'
import { type Connection, readRest } from '../read/connection.ts'
import { type FulfillmentState, isAt } from './fulfillment-state.ts'

/** What one location sends. */
export type Parcel = readonly FulfillmentOrderLineItemsInput[]
type Open = FulfillmentState['open'][number]
type Line = NonNullable<FulfillmentOrderLinesQuery['fulfillmentOrder']>['lineItems']['nodes'][number]

/** What is to be sent from where; `done`: units of a variant that an earlier attempt sent. */
export async function planParcels(
  { target, payload }: Change<'order.fulfill'>,
  { state, done }: { state: FulfillmentState; done: ReadonlyMap<string, number> },
  context: ClientContext,
): Promise<Parcel[] | WriteOutcome> {
  const open = state.open.filter((each) => isAt(each, payload.location))
  if (!payload.lines) return byLocation(open.map((from) => ({ from, lines: undefined })))
  const left = new Map<string, number>()
  payload.lines.forEach(({ quantity }, index) => {
    const variantId = target.variants[index]?.variantId ?? ''
    left.set(variantId, (left.get(variantId) ?? 0) + quantity)
  })
  for (const [variantId, quantity] of done) left.set(variantId, Math.max(0, (left.get(variantId) ?? 0) - quantity))
  const taken = []
  for (const from of open) {
    const lines = take(await readLines(from.id, context), left)
    if (lines.length > 0) taken.push({ from, lines })
  }
  const missing = [...left].find(([, quantity]) => quantity > 0)
  return missing && payload.lines
    ? missingUnits(missing, payload.tracking !== undefined && open.length === 0)
    : byLocation(taken)
}

/** Takes units of the lines, and from `left`. */
function take(lines: readonly Line[], left: Map<string, number>) {
  return lines.flatMap(({ id, remainingQuantity, variant }) => {
    const variantId = variant ? numberOf(variant.id) : ''
    const wanted = left.get(variantId) ?? 0
    const quantity = Math.min(wanted, remainingQuantity)
    if (quantity === 0) return []
    left.set(variantId, wanted - quantity)
    return { id, quantity }
  })
}

function byLocation(
  taken: readonly { from: Open; lines: FulfillmentOrderLineItemsInput['fulfillmentOrderLineItems'] }[],
): Parcel[] {
  return [...Map.groupBy(taken, ({ from }) => from.locationId).values()].map((ofLocation) =>
    ofLocation.map(({ from, lines }) => ({ fulfillmentOrderId: from.id, fulfillmentOrderLineItems: lines })),
  )
}

async function readLines(id: string, { api }: ClientContext): Promise<readonly Line[]> {
  const read = async (after: string | null): Promise<Connection<Line> | undefined> =>
    (await api.query(fulfillmentOrderLines, { id, after })).fulfillmentOrder?.lineItems
  const first = await read(null)
  return first ? (await readRest(first, read)).nodes : []
}

/** With nothing open at all, the tracking of a fulfilled order may be meant. */
function missingUnits([variantId, quantity]: [string, number], isTracking: boolean): Parcel[] | WriteOutcome {
  if (isTracking) return []
  return {
    kind: 'refused',
    code: 'NOT_ENOUGH_LEFT',
    message: `${quantity} more units of variant ${variantId} than are left to fulfill there. Check the quantities, or the location.`,
  }
}
