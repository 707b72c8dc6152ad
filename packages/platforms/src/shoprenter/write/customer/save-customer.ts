import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type {
  Change,
  KindWrites,
  ReadBack,
  WriteCall,
  WriteCapability,
  WriteOutcome,
} from '../../../contract/writes.ts'
import { idOf, text, type Wire } from '../../api/wire.ts'
import { refuseUnknownCountry } from '../country.ts'
import { hasSettled } from '../has-settled.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { onceBegun, type StepOutcome, writeOne } from '../write-one.ts'
import { hasAddresses, saveAddresses } from './addresses.ts'
import { checkCustomer, customerAlternatives } from './check-customer.ts'
import { findCustomer, readCustomer } from './find-customer.ts'
import { unknownPassword } from './unknown-password.ts'

type SaveChange = Change<'customer.save'>

/** The platform's names of the fields of the payload. */
const NAMES = { email: 'email', first_name: 'firstname', last_name: 'lastname', phone: 'telephone' } as const
const ADDRESS = ['first_name', 'last_name', 'company', 'address1', 'address2', 'city', 'zip', 'country_code', 'phone']

/** https://doc.shoprenter.hu/api/customer.html */
export const saveCustomerCapability: WriteCapability<'customer.save'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: [...Object.keys(NAMES), ...ADDRESS.map((field) => `addresses.${field}`)],
  alternatives: customerAlternatives,
  scopes: ['customer.customer:write', 'customer.customer:read'],
  check: checkCustomer,
}

/** A customer without an id is looked for by e-mail address first: the platform may take the same address twice. */
export function createCustomerWrites(context: WriteContext): KindWrites<'customer.save'> {
  return {
    objectOf: ({ target }, id) => ({ resource: 'customers', externalId: target.id ?? id ?? '' }),
    send: ({ changes, repeat }) => inTurn(changes, (change) => saveCustomer(change, repeat, context)),
    readBack: (changes) => inTurn(changes, (change) => readBack(change, context)),
  }
}

async function saveCustomer(
  { target, payload }: SaveChange,
  repeat: WriteCall['repeat'],
  context: WriteContext,
): Promise<WriteOutcome> {
  const { addresses } = payload
  const refused = refuseUnknownCountry(addresses ?? [], (await context.mapping()).facts)
  if (refused) return refused
  const known = target.id ?? (payload.email ? await findCustomer(payload.email, context) : null)
  if (known === null && repeat && !hasSettled(repeat, context))
    return { kind: 'unknown', message: 'The shop does not show the customer. It may still be creating it.' }
  const saved = await saveFields(known, payload, context)
  if (saved.kind !== 'done') return saved
  const id = known ?? idOf(saved.value)
  if (id === null) return { kind: 'unknown', message: 'The shop answered without the id of the new customer.' }
  if (!addresses) return { kind: 'done', id }
  return onceBegun(
    async () => {
      const outcome = await saveAddresses(id, addresses, context)
      return outcome.kind === 'done' ? { kind: 'done', id } : outcome
    },
    { isRepeat: repeat !== undefined, createdId: id },
  )
}

async function saveFields(
  id: string | null,
  payload: Payload<'customer.save'>,
  { api }: WriteContext,
): Promise<StepOutcome> {
  const fields = fieldsOf(payload)
  if (id === null) {
    const own = { ...fields, password: unknownPassword(), ...{ status: '1', approved: '1', newsletter: '0' } }
    return writeOne(api, 'customers', { method: 'POST', body: own })
  }
  if (Object.keys(fields).length === 0) return { kind: 'done', value: { id } }
  return writeOne(api, `customers/${encodeURIComponent(id)}`, { method: 'PUT', body: fields })
}

async function readBack({ target, payload }: SaveChange, context: WriteContext): Promise<ReadBack> {
  const id = target.id ?? (payload.email ? await findCustomer(payload.email, context) : null)
  const customer = id === null ? null : await readCustomer(id, context)
  if (!customer || id === null) return { isAsWanted: false, actual: null }
  const fields = fieldsOf(payload)
  const isSame = Object.entries(fields).every(([field, value]) => text(customer[field]) === value)
  const isAsWanted = isSame && (!payload.addresses || (await hasAddresses(customer, payload.addresses, context)))
  return { isAsWanted, actual: actualOf(customer, fields), id }
}

function fieldsOf(payload: Payload<'customer.save'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([field, name]) => {
      const value = payload[field as keyof typeof NAMES]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function actualOf(customer: Wire, fields: Record<string, string>): Json {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, text(customer[field])]))
}
