import type { Payload } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { createFulfillment, updateTracking } from '../api/graphql/documents.ts'
import { fulfilledBefore } from './fulfilled-before.ts'
import { type FulfillmentState, isAt, readFulfillmentState } from './fulfillment-state.ts'
import { oneByOne, type Steps } from './one-by-one.ts'
import { type Parcel, planParcels } from './plan-parcels.ts'
import { refuse } from './refusal.ts'
import { mayStillRun } from './settle-times.ts'

type FulfillChange = Change<'order.fulfill'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/fulfillmentCreate */
export const fulfillOrderCapability: WriteCapability<'order.fulfill'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['lines', 'location', 'tracking', 'notify_customer'],
  scopes: ['write_merchant_managed_fulfillment_orders'],
}

export function createFulfillWrites(context: ClientContext): KindWrites<'order.fulfill'> {
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    readBack: (changes) => Promise.all(changes.map((change) => readBack(change, context))),
    send: oneByOne(async (change, steps, repeat) => {
      const state = await readFulfillmentState(change.target.id, context)
      if (!state || state.isCancelled) return refused('ORDER_CANCELLED', 'The order is cancelled, or does not exist.')
      const done = repeat ? await fulfilledBefore(change, { state, repeat }, context) : new Map<string, number>()
      const parcels = await planParcels(change, { state, done }, context)
      if ('kind' in parcels) return parcels
      if (parcels.length === 0)
        return change.payload.tracking ? track(change, state, { steps, context }) : settled(state, change)
      // What fulfills all that is left cannot be done twice.
      if (change.payload.lines && repeat && done.size === 0 && mayStillRun(repeat, context.now()))
        return { kind: 'unknown', message: 'The shop may still be fulfilling the order.' }
      return fulfill(parcels, change, { steps, context })
    }),
  }
}

interface Deps {
  steps: Steps
  context: ClientContext
}

/** A fulfillment has one location; an order that several locations fulfill takes several calls. */
async function fulfill(parcels: readonly Parcel[], { payload }: FulfillChange, deps: Deps): Promise<WriteOutcome> {
  const { steps, context } = deps
  for (const lineItemsByFulfillmentOrder of parcels) {
    const fulfillment = {
      lineItemsByFulfillmentOrder,
      trackingInfo: payload.tracking,
      notifyCustomer: payload.notify_customer ?? false,
    }
    const { fulfillmentCreate } = await steps.carryOut(context.api.mutate(createFulfillment, { fulfillment }))
    const [error, ...others] = fulfillmentCreate?.userErrors ?? []
    // Fulfilled since it was read, by an earlier attempt or by somebody else: the next attempt reads it again.
    if (error && /unfulfillable status/i.test(error.message)) return { kind: 'unknown', message: error.message }
    if (error) return refuse([error, ...others], 'fulfillmentCreate')
  }
  return { kind: 'done' }
}

/** Nothing is left to fulfill: the tracking replaces the one that there is. */
async function track(
  { payload: { tracking, location, notify_customer } }: FulfillChange,
  { fulfillments }: FulfillmentState,
  { steps, context }: Deps,
): Promise<WriteOutcome> {
  const sent = fulfillments.filter((each) => isAt(each, location))
  const [only, ...others] = sent
  if (!only || !tracking) return nothingLeft
  if (others.length > 0)
    return sent.some(({ numbers }) => numbers.includes(tracking.number))
      ? { kind: 'done' }
      : refused(
          'SEVERAL_FULFILLMENTS',
          'The order has several fulfillments. Name the location of the one that is meant.',
        )
  const { fulfillmentTrackingInfoUpdate: answer } = await steps.carryOut(
    context.api.mutate(updateTracking, { id: only.id, tracking, notify: notify_customer ?? false }),
  )
  const errors = answer?.userErrors ?? []
  return errors.length > 0 ? refuse(errors, 'fulfillmentTrackingInfoUpdate') : { kind: 'done' }
}

function settled({ fulfillments }: FulfillmentState, { payload }: FulfillChange): WriteOutcome {
  return fulfillments.some((each) => isAt(each, payload.location)) ? { kind: 'done' } : nothingLeft
}

async function readBack({ target, payload }: FulfillChange, context: ClientContext) {
  const state = await readFulfillmentState(target.id, context)
  const sent = state?.fulfillments.filter((each) => isAt(each, payload.location)) ?? []
  const isOpen = state?.open.some((each) => isAt(each, payload.location)) ?? false
  return { isAsWanted: isAsWanted(payload, sent, isOpen), actual: { tracking: sent.flatMap(({ numbers }) => numbers) } }
}

/** Quantities without a tracking number cannot be distinguished from those of another push. */
function isAsWanted(
  { tracking }: Payload<'order.fulfill'>,
  sent: FulfillmentState['fulfillments'],
  isOpen: boolean,
): boolean {
  if (tracking) return sent.some(({ numbers }) => numbers.includes(tracking.number))
  return sent.length > 0 && !isOpen
}

function refused(code: string, message: string): WriteOutcome {
  return { kind: 'refused', code, message }
}

const nothingLeft = refused(
  'NOTHING_TO_FULFILL',
  'Nothing is left to fulfill there, or it is on hold, scheduled, or with a fulfillment service. Look at the order in the admin of the shop.',
)
