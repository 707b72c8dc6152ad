import type { KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { WriteContext } from '../write-context.ts'
import { createOrderChanges } from './change-order.ts'
import { paid, status } from './order-states.ts'

/** https://open-api.docs.shoplineapp.com/docs/update-order-status: cancelling has a call of its own, `order.cancel`. */
export const setStatusCapability: WriteCapability<'order.set_status'> = {
  class: 'repeatable',
  changesPerCall: 1,
  fields: ['status'],
  values: { status: ['pending', 'confirmed', 'completed'] },
  scopes: ['orders'],
}

export function createStatusWrites(context: WriteContext): KindWrites<'order.set_status'> {
  return createOrderChanges<'order.set_status'>(
    { parts: ({ payload }, order) => [status(order, payload.status)] },
    context,
  )
}

/** https://open-api.docs.shoplineapp.com/v2.82.16/docs/update-order-payment-status */
export const markPaidCapability: WriteCapability<'order.mark_paid'> = {
  class: 'repeatable',
  changesPerCall: 1,
  fields: [],
  scopes: ['orders'],
}

export function createPaymentWrites(context: WriteContext): KindWrites<'order.mark_paid'> {
  return createOrderChanges<'order.mark_paid'>({ parts: (_change, order) => [paid(order)] }, context)
}
