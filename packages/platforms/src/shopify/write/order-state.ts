import type { KindWrites, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { closeOrder, markOrderPaid, openOrder, orderState } from '../api/graphql/documents.ts'
import { oneByOne } from './one-by-one.ts'
import { type MutationError, refuse } from './refusal.ts'

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderClose */
export const setStatusCapability: WriteCapability<'order.set_status'> = {
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: closeOrder.cost },
  fields: ['status'],
  values: { status: ['open', 'closed'] },
  alternatives: {
    status:
      'every other status follows from payments and fulfillments; push order.mark_paid, order.fulfill or order.cancel',
  },
  scopes: ['write_orders'],
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderMarkAsPaid */
export const markPaidCapability: WriteCapability<'order.mark_paid'> = {
  // An order that is paid is not paid again: the platform refuses it.
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: markOrderPaid.cost },
  fields: [],
  scopes: ['write_orders'],
}

export function createStatusWrites(context: ClientContext): KindWrites<'order.set_status'> {
  const isAsWanted = async (id: string, status: string) => {
    const order = await readState(id, context)
    return order !== null && (order.closedAt !== null) === (status === 'closed')
  }
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    readBack: (changes) =>
      Promise.all(
        changes.map(async ({ target, payload }) => {
          const isSo = await isAsWanted(target.id, payload.status)
          return { isAsWanted: isSo, actual: isSo ? payload.status : null }
        }),
      ),
    send: oneByOne(async ({ target, payload: { status } }, { carryOut }) => {
      const id = gidOf('Order', target.id)
      const errors =
        status === 'closed'
          ? (await carryOut(context.api.mutate(closeOrder, { id }))).orderClose?.userErrors
          : (await carryOut(context.api.mutate(openOrder, { id }))).orderOpen?.userErrors
      return judge(errors, `order${status === 'closed' ? 'Close' : 'Open'}`, () => isAsWanted(target.id, status))
    }),
  }
}

export function createPaidWrites(context: ClientContext): KindWrites<'order.mark_paid'> {
  const isPaid = async (id: string) => (await readState(id, context))?.displayFinancialStatus === 'PAID'
  return {
    objectOf: ({ target }) => ({ resource: 'orders', externalId: target.id }),
    readBack: (changes) =>
      Promise.all(
        changes.map(async ({ target }) => {
          const isSo = await isPaid(target.id)
          return { isAsWanted: isSo, actual: isSo ? 'paid' : null }
        }),
      ),
    send: oneByOne(async ({ target }, { carryOut }) => {
      const answer = await carryOut(context.api.mutate(markOrderPaid, { id: gidOf('Order', target.id) }))
      return judge(answer.orderMarkAsPaid?.userErrors, 'orderMarkAsPaid', () => isPaid(target.id))
    }),
  }
}

/** A refusal of what is as wanted already says that an earlier attempt did it, or somebody else. */
async function judge(
  errors: readonly MutationError[] = [],
  name: string,
  isAsWanted: () => Promise<boolean>,
): Promise<WriteOutcome> {
  if (errors.length === 0 || (await isAsWanted())) return { kind: 'done' }
  return refuse(errors, name)
}

async function readState(id: string, { api }: ClientContext) {
  return (await api.query(orderState, { id: gidOf('Order', id) })).order
}
