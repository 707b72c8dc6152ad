import type { Address, Customer } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import type { TruthRow } from './row.ts'

export function customerRow(customer: Customer): TruthRow {
  const { id, email, newsletter, createdAt, updatedAt } = customer
  const addresses = customer.addresses.map((address) => addressOf(address, null))
  const fields = {
    source_created_at: new Date(createdAt),
    source_updated_at: new Date(updatedAt),
    email,
    first_name: `${customer.firstName} ${customer.lastName}`,
    last_name: null,
    // Every second one has a verified mobile number, and then no other is shown.
    phone: id % 2 === 0 ? customer.phone : localOf(customer.phone),
    status: 'member',
    group_external_id: ids.membershipTier(1),
    accepts_marketing: newsletter,
    default_address: addresses[0] ?? null,
    addresses,
  }
  return { externalId: ids.customer(id), fields }
}

/** As people dial it in Hungary. */
export function localOf(phone: string): string {
  return phone.replace(/^\+36/, '0')
}

export function addressOf({ firstName, lastName, street, city, postcode }: Address, phone: string | null) {
  return {
    ...{ first_name: `${firstName} ${lastName}`, last_name: null, company: null },
    ...{ address1: street, address2: null, district: null, city, province: null, postcode },
    ...{ country: 'HU', country_name: 'Hungary', phone },
  }
}
