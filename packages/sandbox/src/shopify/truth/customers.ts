import type { Address, Category, Customer } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import type { TruthRow } from './row.ts'

export function categoryRow({ id, name, updatedAt }: Category): TruthRow {
  const fields = {
    source_updated_at: new Date(updatedAt),
    name: name.hu,
    handle: `gyujtemeny-${id}`,
    description_html: null,
  }
  return { externalId: ids.collection(id), fields }
}

export function customerRow(customer: Customer): TruthRow {
  const [first = null] = customer.addresses
  const fields = {
    source_created_at: new Date(customer.createdAt),
    source_updated_at: new Date(customer.updatedAt),
    email: customer.email || null,
    first_name: customer.firstName || null,
    last_name: customer.lastName || null,
    phone: customer.phone || null,
    status: 'ENABLED',
    accepts_marketing: customer.email === '' ? null : customer.newsletter,
    default_address: first && addressOf(first),
    addresses: customer.addresses.map(addressOf),
  }
  return { externalId: ids.customer(customer.id), fields }
}

const countries = new Intl.DisplayNames('en', { type: 'region' })

export function addressOf(address: Address) {
  const { firstName, lastName, company, street, city, postcode, countryCode = 'HU' } = address
  return {
    first_name: firstName,
    last_name: lastName,
    company: company || null,
    address1: street,
    address2: address.address2 || null,
    city,
    province: address.provinceCode || null,
    postcode,
    country: countryCode,
    country_name: countries.of(countryCode),
    phone: address.phone || null,
  }
}
