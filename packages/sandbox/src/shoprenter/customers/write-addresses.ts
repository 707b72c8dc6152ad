import type { Address } from '../../world/model.ts'
import type { AddressRecord } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { missing, Refusal } from '../writes/refusal.ts'
import { type Body, found, type Target, type Writer } from '../writes/writer.ts'
import { recordOfAddress, recordOfCustomer } from './customer-record.ts'
import { findAddress } from './find-address.ts'

const ofWorld: Readonly<Record<string, keyof Address>> = {
  firstname: 'firstName',
  lastname: 'lastName',
  company: 'company',
  address1: 'street',
  city: 'city',
  postcode: 'postcode',
}

/** https://doc.shoprenter.hu/api/address.html */
const shape: Shape = {
  texts: [...Object.keys(ofWorld), 'taxNumber', 'address2', 'telephone'],
  choices: { type: ['private', 'business'] },
  refs: { customer: 'customer', country: 'country', zone: 'zone' },
  required: ['firstname', 'lastname', 'address1', 'postcode', 'city', 'country'],
}
const nowhere: Address = { id: 0, firstName: '', lastName: '', company: '', street: '', city: '', postcode: '' }
const emptyRecord: AddressRecord = {
  fields: { taxNumber: '', type: 'private', address2: '', telephone: '' },
  country: null,
}

export const addressWriter: Writer = {
  kind: 'address',
  exists: (number, target) => findAddress(number, target) !== null,
  create(body, target) {
    requireFields(body, { required: ['customer'] })
    const customerId = readFields({ customer: body.customer }, shape, target).refs.customer
    if (!customerId) throw missing('customer')
    const created = prepareAddress(body, target)
    setAddresses(customerId, (addresses) => [...addresses, created.address], target)
    created.store(customerId)
    return created.address.id
  },
  update(number, body, target) {
    const { address, customerId } = found(findAddress(number, target))
    const fields = readFields(body, shape, target)
    if ('customer' in fields.refs && fields.refs.customer !== customerId)
      throw new Refusal(400, 40_002, 'customer is read-only')
    const changed = toAddress(address, fields)
    target.formats.records.addresses.set(number, toRecord(recordOfAddress(address, target.formats.records), fields))
    setAddresses(customerId, (all) => all.map((each) => (each.id === number ? changed : each)), target)
  },
  remove(number, target) {
    const { customerId } = found(findAddress(number, target))
    setAddresses(customerId, (addresses) => addresses.filter(({ id }) => id !== number), target)
  },
}

/** A new address, checked; `store` keeps what the world does not know of it. */
export function prepareAddress(body: Body, target: Target) {
  requireFields(body, shape)
  const { records } = target.formats
  const fields = readFields(body, shape, target)
  const address = toAddress({ ...nowhere, id: records.nextNumber() }, fields)
  const record = toRecord(emptyRecord, fields)
  return {
    address,
    store(customerId: number) {
      records.addresses.set(address.id, record)
      records.customerOfAddress.set(address.id, customerId)
    },
  }
}

function toAddress(before: Address, { values }: Fields): Address {
  const known = Object.entries(ofWorld).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : []))
  return { ...before, ...Object.fromEntries(known) }
}

function toRecord(before: AddressRecord, { values, refs }: Fields): AddressRecord {
  const own = Object.entries(values).filter(([name]) => !(name in ofWorld))
  return {
    fields: { ...before.fields, ...Object.fromEntries(own) },
    country: 'country' in refs ? (refs.country ?? null) : before.country,
  }
}

/** The default stays the one that it was, also where nobody had chosen it. */
function setAddresses(customerId: number, change: (addresses: Address[]) => Address[], target: Target): void {
  const { shop, formats } = target
  const customer = found(shop.customers.get(customerId))
  formats.records.customers.set(customerId, recordOfCustomer(customer, formats.records))
  shop.updateCustomer(customerId, { addresses: change(customer.addresses) })
}
