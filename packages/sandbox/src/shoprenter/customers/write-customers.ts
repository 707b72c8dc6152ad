import type { Address, Customer } from '../../world/model.ts'
import { DEFAULT_GROUP } from '../places.ts'
import type { CustomerRecord } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists, invalid } from '../writes/refusal.ts'
import { type Body, found, type Target, type Writer, type WriterMethod } from '../writes/writer.ts'
import { recordOfCustomer } from './customer-record.ts'
import { prepareAddress } from './write-addresses.ts'

const ofWorld = { firstname: 'firstName', lastname: 'lastName', email: 'email', telephone: 'phone' } as const
const flags = ['newsletter', 'status', 'approved', 'freeShipping']

/** https://doc.shoprenter.hu/api/customer.html */
const shape: Shape = {
  texts: [...Object.keys(ofWorld), 'password', 'fax'],
  choices: Object.fromEntries(flags.map((name) => [name, ['0', '1']])),
  refs: { customerGroup: 'group', defaultAddress: 'address' },
  required: [...Object.keys(ofWorld), 'password'],
}
/** https://doc.shoprenter.hu/api/customer_extend.html */
const extendedShape: Shape = { ...shape, nested: ['addresses'] }

const emptyCustomer = { newsletter: false, addresses: [] } satisfies Partial<Customer>
const emptyRecord: CustomerRecord = {
  fields: { fax: '', status: '1', approved: '1', freeShipping: '0' },
  group: DEFAULT_GROUP,
  defaultAddress: null,
}
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
/** Roughly what libphonenumber accepts for Hungary and in the international form. */
const PHONE = /^(\+|00|06)?[1-9][\d ()/-]{6,17}$/
const BCRYPT = /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/

function createCustomerWriter(own: Shape): Writer {
  return {
    kind: 'customer',
    exists: (number, { shop }) => shop.customers.get(number) !== null,
    create(body, target) {
      requireFields(body, own)
      const { fields, addresses } = check(body, own, null, target)
      const { shop, formats } = target
      const { id } = shop.addCustomer({
        ...{ ...emptyCustomer, ...worldChange(fields) },
        addresses: addresses.map(({ address }) => address),
      })
      formats.records.customers.set(id, applyFields(emptyRecord, fields))
      for (const address of addresses) address.store(id)
      return id
    },
    update(number, body, target, method) {
      const { fields, addresses } = check(body, own, number, target)
      const { shop, formats } = target
      const before = found(shop.customers.get(number))
      const record = applyFields(recordOfCustomer(before, formats.records), fields)
      formats.records.customers.set(number, record)
      const related = 'addresses' in fields.nested && { addresses: relate(before, addresses, method) }
      shop.updateCustomer(number, { ...worldChange(fields), ...related })
      for (const address of addresses) address.store(number)
    },
    remove: (number, { shop }) => void shop.deleteCustomer(number),
  }
}

export const customerWriter = createCustomerWriter(shape)
export const customerExtendWriter = createCustomerWriter(extendedShape)

/** Related rows are added by POST and replaced by PUT. https://doc.shoprenter.hu/development/api/06_extend_resource.html */
function relate({ addresses }: Customer, sent: readonly { address: Address }[], method: WriterMethod): Address[] {
  const added = sent.map(({ address }) => address)
  return method === 'POST' ? [...addresses, ...added] : added
}

function check(body: Body, own: Shape, number: number | null, target: Target) {
  const fields = readFields(body, own, target)
  const { email, telephone, password } = fields.values
  for (const name of own.required ?? []) if (fields.values[name] === '') throw invalid(`${name} must not be empty`)
  if (email !== undefined && !EMAIL.test(email)) throw invalid('email is not valid')
  if (telephone !== undefined && !PHONE.test(telephone)) throw invalid('telephone is not valid')
  if (password !== undefined && !BCRYPT.test(password)) throw invalid('password has to be a bcrypt hash')
  if (email !== undefined && isTaken(email, number, target)) throw alreadyExists()
  const { addresses = [] } = fields.nested
  if (!Array.isArray(addresses)) throw invalid('addresses must be a list')
  return { fields, addresses: addresses.map((address) => prepareAddress(address as Body, target)) }
}

function isTaken(email: string, number: number | null, { shop: { customers }, rules }: Target): boolean {
  if (rules.duplicateEmail === 'accept') return false
  const wanted = email.toLowerCase()
  return customers.ids().some((id) => id !== number && customers.get(id)?.email.toLowerCase() === wanted)
}

function worldChange({ values }: Fields): Partial<Customer> {
  const known = Object.entries(ofWorld).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : []))
  return {
    ...Object.fromEntries(known),
    ...(values.newsletter !== undefined && { newsletter: values.newsletter === '1' }),
  }
}

function applyFields(before: CustomerRecord, { values, refs }: Fields): CustomerRecord {
  const own = Object.entries(values).filter(([name]) => !(name in ofWorld) && name !== 'newsletter')
  return {
    fields: { ...before.fields, ...Object.fromEntries(own) },
    group: refs.customerGroup ?? before.group,
    defaultAddress: 'defaultAddress' in refs ? (refs.defaultAddress ?? null) : before.defaultAddress,
  }
}
