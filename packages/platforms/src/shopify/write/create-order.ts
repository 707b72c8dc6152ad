import { PermanentError } from '../../contract/errors.ts'
import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { numberOf } from '../api/gid.ts'
import { createOrder, orderByCustomId } from '../api/graphql/documents.ts'
import { checkTags } from './check-tags.ts'
import { customId, identifierOf, metafieldOf, withDefined } from './custom-ids.ts'
import { oneByOne } from './one-by-one.ts'
import { orderInput } from './order-input.ts'
import { codeOf, type MutationError, refuse } from './refusal.ts'
import { mayStillRun } from './settle-times.ts'

type OrderChange = Change<'order.create'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderCreate */
export const createOrderCapability: WriteCapability<'order.create'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: createOrder.cost },
  fields: [
    ...['currency', 'prices_include_tax', 'lines', 'shipping.title', 'shipping.price', 'shipping.tax_rate'],
    ...['payment.status', 'payment.title', 'discount', 'customer', 'email', 'phone', 'shipping_address'],
    ...['billing_address', 'note', 'tags', 'attributes', 'placed_at', 'takes_stock'],
  ],
  alternatives: {
    'shipping.method': 'a shipping line has a name only; give shipping.title',
    'payment.method': 'a payment has a name only; give payment.title',
    status:
      'it follows from payments and fulfillments; push order.set_status, order.mark_paid or order.fulfill afterwards',
  },
  scopes: ['write_orders'],
  check: ({ payload, target }) => [...checkTags(payload.tags), ...checkCustomer(payload, target.customerId)],
}

/** An order has the id of its push as a custom id, so that one whose answer was lost is found, and is not created twice. */
export function createOrderWrites(context: ClientContext): KindWrites<'order.create'> {
  return {
    objectOf: ({ target }, id) => ({ resource: 'orders', externalId: id ?? target.id ?? '' }),
    async readBack(changes) {
      const ids = await Promise.all(changes.map(({ pushId }) => findOrder(context, pushId)))
      return ids.map((id) => ({ isAsWanted: id !== null, actual: id, ...(id !== null && { id }) }))
    },
    send: oneByOne((change, steps, repeat) =>
      withDefined(context, customId.orderPush, async () => {
        if (repeat) {
          const id = await findOrder(context, change.pushId)
          if (id !== null) return { kind: 'done', id }
          if (mayStillRun(repeat, context.now()))
            return { kind: 'unknown', message: 'The shop may still be creating the order.' }
        }
        const { orderCreate } = await steps.carryOut(context.api.mutate(createOrder, inputOf(change, context)))
        if (orderCreate?.order) return { kind: 'done', id: numberOf(orderCreate.order.id) }
        return judge(change, orderCreate?.userErrors ?? [], context)
      }),
    ),
  }
}

function checkCustomer({ customer = {}, email }: OrderChange['payload'], customerId: string | null) {
  if (customerId === null && email !== undefined) return []
  const message =
    customerId === null ? 'needs payload.email, which finds or creates the customer' : 'is not changed by an order'
  return (['first_name', 'last_name'] as const)
    .filter((field) => customer[field] !== undefined)
    .map((field) => ({ path: `payload.customer.${field}`, message }))
}

function inputOf(change: OrderChange, { profile }: ClientContext) {
  // Every shop was described before anything is written to it.
  if (!profile)
    throw new PermanentError('Shopify orderCreate: the shop was not described yet.', { platform: 'shopify' })
  const { order, options } = orderInput(change, profile.currency)
  return { order: { ...order, metafields: [metafieldOf(customId.orderPush, change.pushId)] }, options }
}

/** Whether the custom id keeps a second order out is not documented: where it does, the first one is found. */
async function judge(
  { pushId }: OrderChange,
  errors: readonly MutationError[],
  context: ClientContext,
): Promise<WriteOutcome> {
  const ofCustomId = errors.find(({ field }) => field?.includes('metafields'))
  if (!ofCustomId) return refuse(errors, 'orderCreate')
  const id = await findOrder(context, pushId)
  if (id !== null) return { kind: 'done', id }
  if (codeOf(ofCustomId) === 'TAKEN') return { kind: 'unknown', message: ofCustomId.message }
  // Gone since it was remembered: defined once more by the next attempt.
  context.customIds.forget(context.shop.domain, customId.orderPush.ownerType)
  return { kind: 'not_done', message: ofCustomId.message }
}

/** Read directly, not through the search index, which lags. */
async function findOrder({ api }: ClientContext, pushId: string): Promise<string | null> {
  const { orderByIdentifier: order } = await api.query(orderByCustomId, {
    identifier: { customId: identifierOf(customId.orderPush, pushId) },
  })
  return order && numberOf(order.id)
}
