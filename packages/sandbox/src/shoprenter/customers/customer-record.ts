import type { Address, Customer } from '../../world/model.ts'
import { DEFAULT_GROUP, HUNGARY } from '../places.ts'
import type { AddressRecord, CustomerRecord, Records } from '../records.ts'

const HASH = '$2y$10$abcdefghijklmnopqrstuuWz0cV5mQ1n2l3k4j5h6g7f8d9s0a1b2'

/** Of a customer that no program has written: the first address is the default. */
export function recordOfCustomer(customer: Customer, { customers }: Pick<Records, 'customers'>): CustomerRecord {
  return (
    customers.get(customer.id) ?? {
      fields: { fax: '', password: HASH, status: '1', approved: '1', freeShipping: '0' },
      group: DEFAULT_GROUP,
      defaultAddress: customer.addresses[0]?.id ?? null,
    }
  )
}

export function recordOfAddress(address: Address, { addresses }: Pick<Records, 'addresses'>): AddressRecord {
  const type = address.company === '' ? 'private' : 'business'
  const computed = { fields: { taxNumber: '', type, address2: '', telephone: '' }, country: HUNGARY }
  return addresses.get(address.id) ?? computed
}

/** `null` if it was deleted, too. */
export function defaultAddressOf(customer: Customer, records: Records): Address | null {
  const { defaultAddress } = recordOfCustomer(customer, records)
  return customer.addresses.find(({ id }) => id === defaultAddress) ?? null
}
