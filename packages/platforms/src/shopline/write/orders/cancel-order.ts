import type { Change, KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { object, text } from '../../map/wire.ts'
import { isSettled, type Part, reader, unsettled } from '../carry-out.ts'
import type { WriteContext } from '../write-context.ts'
import { createOrderChanges } from './change-order.ts'
import { type OrderAt, pathOf } from './order-parts.ts'
import { cancelled } from './order-states.ts'

/** https://open-api.docs.shoplineapp.com/docs/cancel-order */
export const cancelCapability: WriteCapability<'order.cancel'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['reason', 'note', 'refund', 'notify_customer'],
  alternatives: {
    restock: "the shop's own rules decide; leave it out, and set stock with inventory.set",
  },
  scopes: ['orders'],
}

export function createCancellations(context: WriteContext): KindWrites<'order.cancel'> {
  return createOrderChanges<'order.cancel'>(
    {
      parts: ({ payload }, order, since) => [
        cancelled(order, bodyOf(payload)),
        ...(payload.refund ? [refunded(order, since, context)] : []),
      ],
    },
    context,
  )
}

type Cancellation = Change<'order.cancel'>['payload']

/**
 * Every flag is said: left out, the order would be refunded, the customer mailed and named as who cancelled. Credits and
 * points go back with the money.
 */
function bodyOf({ reason, note, refund = false, notify_customer: notifies = false }: Cancellation): Wire {
  const strategy = refund ? 'revert' : 'none'
  return {
    cancelled_reason: { key: reason === 'customer' ? 'change_mind' : 'other', message: note ?? '' },
    ...{ revert_credits: { strategy }, revert_member_points: { strategy } },
    ...{ operated_by: 'merchant', refund_order: refund, mail_notify: notifies },
  }
}

/** Whether the money went back: the platform says nothing where it does not refund by itself. */
function refunded({ api, id }: OrderAt, since: Date, { now }: WriteContext): Part {
  const isIn = ({ order_payment }: Wire) => text(object(order_payment).status) !== 'completed'
  return {
    isIn,
    async write() {
      const found = await reader(api, pathOf(id))()
      if (found.kind === 'refused') return found
      if (isIn(found.object)) return { kind: 'done' }
      return isSettled({ firstSentAt: since }, now()) ? notRefunded : unsettled
    },
  }
}

const notRefunded = {
  kind: 'refused',
  code: 'not_refunded',
  message:
    'The order is cancelled, but its payment is still shown as completed: SHOPLINE refunds by itself only with its own payment provider. Refund it at the provider.',
} as const
