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
    first_name: personOf(customer),
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

/** As people dial it in the country. */
export function localOf(phone: string): string {
  return phone.replace(/^\+(36|60|66|81|82|84|886)/, '0').replace(/^\+(65|852|853)/, '')
}

export function addressOf(address: Address, phone: string | null) {
  const { street, city, postcode, address2, district, state } = address
  return {
    ...{ first_name: personOf(address) || null, last_name: null, company: null },
    ...{ address1: street || null, address2: address2 || null, district: district || null, city: city || null },
    ...{ province: state || null, postcode: postcode || null },
    ...{ country: (address.countryCode ?? 'HU') || null, country_name: (address.country ?? 'Hungary') || null },
    phone: (address.phone === undefined ? phone : localOf(address.phone)) || null,
  }
}

function personOf({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim()
}
