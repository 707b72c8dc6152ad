import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { type CustomerSetIdentifiers, customerByIdentifier, setCustomer } from '../api/graphql/documents.ts'
import { rawOf } from '../map/scalars.ts'
import { addressInput } from './address-input.ts'
import { checkTags } from './check-tags.ts'
import { customId, identifierOf, withDefined } from './custom-ids.ts'
import { holds } from './holds.ts'
import { oneByOne, type Steps } from './one-by-one.ts'
import { refuse } from './refusal.ts'
import { missingTags } from './tag-lists.ts'

type CustomerChange = Change<'customer.save'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/customerSet */
export const saveCustomerCapability: WriteCapability<'customer.save'> = {
  // A customer that is new is created under its e-mail address or its own id, which a repeat finds.
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: setCustomer.cost },
  fields: ['email', 'phone', 'first_name', 'last_name', 'locale', 'note', 'tags', 'addresses'],
  scopes: ['write_customers'],
  check: ({ payload }) => checkTags(payload.tags),
}

export function createCustomerWrites(context: ClientContext): KindWrites<'customer.save'> {
  return {
    objectOf: ({ target }, id) => ({ resource: 'customers', externalId: id ?? target.id ?? '' }),
    readBack: (changes) => Promise.all(changes.map((change) => readBack(change, context))),
    send: oneByOne((change, steps) => {
      const identifier = identifierFor(change)
      const write = () => setOne(change, { identifier, steps, context })
      return identifier.customId ? withDefined(context, customId.customerOwnId, write) : write()
    }),
  }
}

interface Deps {
  identifier: CustomerSetIdentifiers
  steps: Steps
  context: ClientContext
}

async function setOne(change: CustomerChange, { identifier, steps, context }: Deps): Promise<WriteOutcome> {
  const input = inputOf(change)
  const { customerSet } = await steps.carryOut(context.api.mutate(setCustomer, { identifier, input }))
  const customer = customerSet?.customer
  return customer ? { kind: 'done', id: numberOf(customer.id) } : refuse(customerSet?.userErrors ?? [], 'customerSet')
}

/** A new customer with an e-mail address is the one whom the shop knows by it, if it knows one. */
function identifierFor({ target, payload, pushId }: CustomerChange): CustomerSetIdentifiers {
  if (target.id !== null) return { id: gidOf('Customer', target.id) }
  if (payload.email !== undefined) return { email: payload.email }
  return { customId: identifierOf(customId.customerOwnId, target.ownId ?? pushId) }
}

function inputOf({ payload }: CustomerChange) {
  return {
    email: payload.email,
    phone: payload.phone,
    firstName: payload.first_name,
    lastName: payload.last_name,
    locale: payload.locale,
    note: payload.note,
    tags: payload.tags,
    addresses: payload.addresses?.map(addressInput),
  }
}

/** Addresses and locales are left out: the shop writes them in its own way. */
async function readBack(change: CustomerChange, { api }: ClientContext): Promise<ReadBack> {
  const { customId: custom, id, email } = identifierFor(change)
  const identifier = custom ? { customId: custom } : id ? { id } : { emailAddress: email ?? '' }
  const { customerByIdentifier: customer } = await api.query(customerByIdentifier, { identifier })
  if (!customer) return { isAsWanted: false, actual: null }
  const { tags, locale: _locale, addresses: _addresses, ...texts } = inputOf(change)
  const held = {
    ...customer,
    email: customer.defaultEmailAddress?.emailAddress,
    phone: customer.defaultPhoneNumber?.phoneNumber,
  }
  const isAsWanted = holds(texts, held) && missingTags(customer.tags, tags ?? []).length === 0
  return { isAsWanted, actual: rawOf(customer), id: numberOf(customer.id) }
}
