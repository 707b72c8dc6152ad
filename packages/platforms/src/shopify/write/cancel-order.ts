import type { Payload } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { cancelOrder, type OrderCancelReason, orderState } from '../api/graphql/documents.ts'
import { oneByOne } from './one-by-one.ts'
import { refuse } from './refusal.ts'

/**
 * How long a cancellation may run on before it is asked for once more, ms. It has no key; the platform refuses a second one
 * of an order that is cancelled.
 */
const CANCEL_SETTLE_MS = 60_000
const STAFF_NOTE_MAX = 255

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderCancel */
export const cancelOrderCapability: WriteCapability<'order.cancel'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: cancelOrder.cost },
  fields: ['reason', 'note', 'restock', 'refund', 'notify_customer'],
  required: ['restock'],
  scopes: ['write_orders'],
}

/** A cancellation runs as a job of the platform: it is over when the order says so. */
export function createOrderCancels(context: ClientContext): KindWrites<'order.cancel'> {
  const isCancelled = async (id: string) => {
    const { order } = await context.api.query(orderState, { id: gidOf('Order', id) })
    return order?.cancelledAt != null
  }
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    readBack: (changes) =>
      Promise.all(
        changes.map(async ({ target }) => {
          const isSo = await isCancelled(target.id)
          return { isAsWanted: isSo, actual: isSo ? 'cancelled' : null }
        }),
      ),
    send: oneByOne(async (change, { carryOut }, repeat) => {
      const { target } = change
      if (repeat) {
        if (await isCancelled(target.id)) return { kind: 'done' }
        const ageMs = context.now().getTime() - repeat.firstSentAt.getTime()
        if (ageMs < CANCEL_SETTLE_MS) return cancelling
      }
      const { orderCancel } = await carryOut(context.api.mutate(cancelOrder, variablesOf(change)))
      if (await isCancelled(target.id)) return { kind: 'done' }
      const errors = [...(orderCancel?.userErrors ?? []), ...(orderCancel?.jobResult?.errors ?? [])]
      if (errors.length > 0) return refuse(errors, 'orderCancel')
      // Asked for once more and still not over: this ends with the attempts of the push.
      return repeat ? { ...cancelling, kind: 'unknown' } : cancelling
    }),
  }
}

const cancelling = { kind: 'begun', message: 'Shopify is still cancelling the order.' } as const

function variablesOf({ pushId, target, payload }: Change<'order.cancel'>) {
  return {
    id: gidOf('Order', target.id),
    reason: (payload.reason ?? 'other').toUpperCase() as OrderCancelReason,
    restock: payload.restock ?? false,
    refund: { originalPaymentMethodsRefund: payload.refund ?? false },
    notify: payload.notify_customer ?? false,
    note: staffNote(pushId, payload),
  }
}

/** The admin of the shop shows which push it was. */
function staffNote(pushId: string, { note }: Payload<'order.cancel'>): string {
  return (note ? `${note} (${pushId})` : pushId).slice(0, STAFF_NOTE_MAX)
}
