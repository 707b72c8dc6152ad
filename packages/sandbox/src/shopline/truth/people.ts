import type { Address, Customer } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import type { TrueShop, TruthRow } from './row.ts'

export function customerRow(customer: Customer, { state }: TrueShop): TruthRow {
  const { isMember, isBlacklisted } = state.customers.get(customer.id)
  const { id, email, newsletter, createdAt, updatedAt } = customer
  const addresses = customer.addresses.map((address) => addressOf(address, null))
  const fields = {
    source_created_at: new Date(createdAt),
    source_updated_at: new Date(updatedAt),
    email: email || null,
    first_name: personOf(customer),
    last_name: null,
    phone: shownPhoneOf(customer, state),
    status: isBlacklisted ? 'blacklisted' : isMember ? 'member' : 'guest',
    group_external_id: ids.membershipTier(1),
    accepts_marketing: newsletter,
    default_address: addresses[0] ?? null,
    addresses,
  }
  return { externalId: ids.customer(id), fields }
}

/** Every second generated customer has a verified mobile number, and then no other is shown. */
function shownPhoneOf({ id, phone }: Customer, state: TrueShop['state']): string | null {
  const { phones } = state.customers.get(id)
  if (phones?.worldPhone === phone) return phones.phone === null ? phones.mobile : localOf(phones.phone)
  return id % 2 === 0 ? phone : localOf(phone)
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
