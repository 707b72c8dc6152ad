import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { idOf } from '../../map/wire.ts'
import { carryOut, isSettled, type Part, type Repeat, reader, unsettled } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { writeOnce } from '../write-once.ts'
import { addressFields } from './addresses.ts'
import { checkOrder } from './check-order.ts'
import { findOrder } from './find-order.ts'
import { buyerOf, orderBody } from './order-body.ts'
import { note, type OrderAt, pathOf, reference, tags } from './order-parts.ts'
import { paid, status } from './order-states.ts'

type OrderChange = Change<'order.create'>

/** https://open-api.docs.shoplineapp.com/docs/create-order */
export const createOrderCapability: WriteCapability<'order.create'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [
    ...['prices_include_tax', 'lines.variant', 'lines.quantity', 'lines.price', 'shipping', 'payment.status'],
    ...['payment.method', 'customer', 'email', 'phone', ...addressFields('shipping_address'), 'status', 'note', 'tags'],
    'takes_stock',
  ],
  required: ['shipping.method', 'payment.method', 'shipping_address.country_code', 'shipping_address.address1'],
  values: { prices_include_tax: ['true'], status: ['pending', 'confirmed', 'completed'] },
  alternatives: {
    currency: "orders are in the shop's currency; leave it out",
    'lines.title': 'every line is a product of the shop; name its variant',
    'lines.tax_rate': 'SHOPLINE computes taxes; leave it out',
    discount: 'SHOPLINE takes no discounts; create a promotion there, or leave it out',
    'payment.title': 'the payment method has its name in the shop; leave it out',
    billing_address: 'orders have no place for it; leave it out, or write it into the note',
    attributes: 'orders have no place for them; write them into the note',
    placed_at: 'SHOPLINE takes the present time; leave it out',
  },
  scopes: ['orders'],
  check: checkOrder,
}

/**
 * Creates the order with the push's id in its remarks, by which it is found when an answer was lost. What the call has no
 * place for follows, each with a call of its own.
 */
export function createOrderWrites(context: WriteContext): KindWrites<'order.create'> {
  const { api, now } = context
  return oneByOne({
    objectOf: (change, id) => ({ resource: 'orders', externalId: id ?? change.target.id ?? '' }),
    async send(change, repeat) {
      const found = repeat ? await findOrder(traceOf(change, repeat.firstSentAt), api) : null
      if (found) return complete({ order: found, change, repeat }, context)
      if (!isSettled(repeat, now())) return unsettled
      const written = await writeOnce(api, 'orders', { method: 'POST', body: bodyOf(change) })
      return written.kind === 'written' ? complete({ order: written.body, change }, context) : written
    },
    async readBack(change, firstSentAt) {
      const order = await findOrder(traceOf(change, firstSentAt), api)
      const id = order && idOf(order)
      if (!order || !id) return { isAsWanted: false, actual: null }
      const isAsWanted = partsOf({ api, id }, change, firstSentAt ?? now()).every((part) => part.isIn(order))
      return { isAsWanted, actual: id, id }
    },
  })
}

const traceOf = (change: OrderChange, since: Date | undefined) => ({
  ...{ pushId: change.pushId, since, buyer: buyerOf(change) },
})

function bodyOf(change: OrderChange): Wire {
  return {
    ...{ order: orderBody(change), is_registering_as_member: false, mail_notify: false },
    is_inventory_fulfillment: change.payload.takes_stock ?? false,
  }
}

interface Created {
  order: Wire
  change: OrderChange
  repeat?: Repeat
}

async function complete({ order, change, repeat }: Created, { api, now }: WriteContext): Promise<WriteOutcome> {
  const id = idOf(order)
  if (id === null) return { kind: 'unknown', message: 'SHOPLINE answered without the id of the order.' }
  const parts = partsOf({ api, id }, change, repeat?.firstSentAt ?? now())
  const read = reader(api, pathOf(id))
  const outcome = await carryOut(parts, { ...{ read, now, known: order, isBegun: true }, repeat })
  if (outcome.kind === 'done') return { kind: 'done', id }
  return outcome.kind === 'refused'
    ? { ...outcome, createdId: id, message: `Order ${id} was created. ${outcome.message}` }
    : outcome
}

/** A completed order can be changed no more, so its status comes last. */
function partsOf(order: OrderAt, { target, payload }: OrderChange, since: Date): Part[] {
  return [
    ...(target.ownId === null ? [] : [reference(order, target.ownId)]),
    ...(payload.tags ? [tags(order, payload.tags)] : []),
    ...(payload.note ? [note(order, { written: payload.note, since })] : []),
    ...(payload.payment?.status === 'paid' ? [paid(order)] : []),
    ...(payload.status ? [status(order, payload.status)] : []),
  ]
}
