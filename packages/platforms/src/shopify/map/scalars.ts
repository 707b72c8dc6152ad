import type { Json } from '../../contract/mirror-rows.ts'
import type { AddressPartsFragment, MoneyPartsFragment } from '../api/graphql/documents.ts'

/** A node as `raw`: a GraphQL response is JSON. */
export function rawOf(node: object): Json {
  return node as Json
}

export function timeOf(value: string): Date {
  return new Date(value)
}

/** ISO 8601 in UTC. */
export function isoOf(value: string | null): string | null {
  return value === null ? null : new Date(value).toISOString()
}

export function shopAmount(money: MoneyPartsFragment | null): string | null {
  return money?.shopMoney.amount ?? null
}

/** An address with the field names that every platform uses; `null` when there is none. */
export function addressOf(address: AddressPartsFragment | null): Json {
  if (!address) return null
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    postcode: address.zip,
    country: address.countryCodeV2,
    country_name: address.country,
    phone: address.phone,
  }
}
