import type {
  Change,
  KindWrites,
  ReadBack,
  WriteCall,
  WriteCapability,
  WriteOutcome,
} from '../../../contract/writes.ts'
import { idOf } from '../../api/wire.ts'
import { hasSettled } from '../has-settled.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { onceBegun, writeOne } from '../write-one.ts'
import { ADDRESS_FIELDS } from './address-fields.ts'
import { checkOrder, orderAlternatives } from './check-order.ts'
import { completeOrder } from './complete-order.ts'
import { findOrder, isFinished, readOrder } from './find-order.ts'
import { createLookups, type OrderContext } from './lookups.ts'
import { planOrder } from './plan-order.ts'

type CreateChange = Change<'order.create'>

const address = (name: string) => [...ADDRESS_FIELDS, 'phone'].map((field) => `${name}.${field}`)

/** https://doc.shoprenter.hu/development/api-examples/09_create_order.html */
export const createOrderCapability: WriteCapability<'order.create'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [
    ...['currency', 'prices_include_tax', 'lines.variant', 'lines.quantity', 'lines.price', 'lines.tax_rate'],
    ...['shipping', 'payment.title', 'payment.method', 'payment.status', 'discount', 'customer', 'email', 'phone'],
    ...[...address('shipping_address'), ...address('billing_address'), 'status', 'note', 'takes_stock'],
  ],
  required: ['status'],
  values: { 'payment.status': ['pending'], takes_stock: ['false'] },
  alternatives: orderAlternatives,
  scopes: ['order.order:write', 'order.order:read', 'product.product:read', 'localization.currency:read'],
  check: checkOrder,
}

/**
 * An order is made without a status, which nobody sees; sums and lines follow, the status comes last. Its `externalInfo`
 * has the push id, by which a repeat finds it and goes on from where it is.
 */
export function createOrderWrites(base: WriteContext): KindWrites<'order.create'> {
  const context = { ...base, lookups: createLookups(base) }
  return {
    send: ({ changes, repeat }) => inTurn(changes, (change) => createOrder(change, repeat, context)),
    readBack: (changes) => inTurn(changes, (change) => readBack(change, context)),
    objectOf: (_change, id) => ({ resource: 'orders', externalId: id ?? '' }),
  }
}

async function createOrder(
  change: CreateChange,
  repeat: WriteCall['repeat'],
  context: OrderContext,
): Promise<WriteOutcome> {
  if (repeat) {
    const { pushId, payload } = change
    const found = await findOrder({ pushId, email: payload.email, since: repeat.firstSentAt }, context)
    const id = found && idOf(found)
    if (found && id && isFinished(found)) return { kind: 'done', id }
    if (!hasSettled(repeat, context))
      return { kind: 'unknown', message: 'The shop does not show the whole order. It may still be creating it.' }
    if (id) return onceBegun(() => continueOrder(id, change, context), { isRepeat: true, createdId: id })
  }
  const plan = await planOrder(change, context)
  if ('kind' in plan) return plan
  const created = await writeOne(context.api, 'orders', { method: 'POST', body: plan.fields })
  if (created.kind !== 'done') return created
  const id = idOf(created.value)
  if (id === null) return { kind: 'unknown', message: 'The shop answered without the id of the new order.' }
  return onceBegun(() => completeOrder(id, plan, {}, context), { isRepeat: repeat !== undefined, createdId: id })
}

async function continueOrder(id: string, change: CreateChange, context: OrderContext): Promise<WriteOutcome> {
  const present = await readOrder(id, context)
  if (!present) return { kind: 'unknown', message: 'The shop lists the order, but does not show it.' }
  if (isFinished(present)) return { kind: 'done', id }
  const plan = await planOrder(change, context)
  return 'kind' in plan ? plan : completeOrder(id, plan, present, context)
}

async function readBack({ pushId, payload }: CreateChange, context: OrderContext): Promise<ReadBack> {
  const found = await findOrder({ pushId, email: payload.email }, context)
  const id = found && idOf(found)
  if (!found || !id) return { isAsWanted: false, actual: null }
  const status = idOf(found.orderStatus)
  return isFinished(found) ? { isAsWanted: true, actual: status, id } : { isAsWanted: false, actual: 'unfinished', id }
}
