import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { idOf } from '../../map/wire.ts'
import { carryOut, isSettled, type Repeat, reader, unsettled } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import { addressFields } from '../orders/addresses.ts'
import type { WriteContext } from '../write-context.ts'
import { writeOnce } from '../write-once.ts'
import { checkCustomer } from './check-customer.ts'
import { newCustomerBody, partsOf, pathOf } from './customer-parts.ts'
import { findCustomer } from './find-customer.ts'

type CustomerChange = Change<'customer.save'>

/** https://open-api.docs.shoplineapp.com/reference/post_customers */
export const saveCustomerCapability: WriteCapability<'customer.save'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [...['email', 'phone', 'first_name', 'last_name', 'locale', 'note', 'tags', ...addressFields('addresses')]],
  alternatives: { 'addresses.company': 'addresses have no place for it; write it into address2' },
  scopes: ['customers'],
  check: checkCustomer,
}

export function createCustomerWrites(context: WriteContext): KindWrites<'customer.save'> {
  const { api } = context
  return oneByOne({
    objectOf: ({ target }, id) => ({ resource: 'customers', externalId: target.id ?? id ?? '' }),
    send: (change, repeat) =>
      change.target.id === null ? create(change, repeat, context) : update(change, change.target.id, repeat, context),
    async readBack(change, firstSentAt) {
      const customer = await readCustomer(change, firstSentAt, context)
      const id = customer && idOf(customer)
      if (!customer || !id) return { isAsWanted: false, actual: null }
      const isAsWanted = partsOf({ api, id }, change).every((part) => part.isIn(customer))
      return { isAsWanted, actual: id, ...(change.target.id === null && { id }) }
    },
  })
}

async function readCustomer(
  change: CustomerChange,
  firstSentAt: Date | undefined,
  { api }: WriteContext,
): Promise<Wire | null> {
  if (change.target.id === null) {
    const found = await findCustomer(change, firstSentAt, api)
    return found?.kind === 'ours' ? found.customer : null
  }
  const found = await reader(api, pathOf(change.target.id))()
  return found.kind === 'read' ? found.object : null
}

async function create(change: CustomerChange, repeat: Repeat, context: WriteContext): Promise<WriteOutcome> {
  const { api, now } = context
  const found = await findCustomer(change, repeat?.firstSentAt, api)
  if (found?.kind === 'ours') return complete({ customer: found.customer, change, repeat }, context)
  if (found) return existing(idOf(found.customer))
  if (!isSettled(repeat, now())) return unsettled
  const written = await writeOnce(api, 'customers', { method: 'POST', body: newCustomerBody(change.payload) })
  return written.kind === 'written' ? complete({ customer: written.body, change }, context) : written
}

function existing(id: string | null): WriteOutcome {
  return {
    kind: 'refused',
    code: 'customer_exists',
    message: `The shop has this customer already: ${id}. Push the change to that id, or link it with your own id first.`,
  }
}

interface Created {
  customer: Wire
  change: CustomerChange
  repeat?: Repeat
}

async function complete({ customer, change, repeat }: Created, { api, now }: WriteContext): Promise<WriteOutcome> {
  const id = idOf(customer)
  if (id === null) return { kind: 'unknown', message: 'SHOPLINE answered without the id of the customer.' }
  const read = reader(api, pathOf(id))
  const outcome = await carryOut(partsOf({ api, id }, change), {
    ...{ read, now, known: customer, isBegun: true },
    repeat,
  })
  if (outcome.kind === 'done') return { kind: 'done', id }
  return outcome.kind === 'refused'
    ? { ...outcome, createdId: id, message: `Customer ${id} was created. ${outcome.message}` }
    : outcome
}

function update(change: CustomerChange, id: string, repeat: Repeat, { api, now }: WriteContext): Promise<WriteOutcome> {
  return carryOut(partsOf({ api, id }, change), { read: reader(api, pathOf(id)), now, repeat })
}
