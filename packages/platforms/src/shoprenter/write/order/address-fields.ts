import type { Json } from '../../../contract/mirror-rows.ts'
import type { Facts } from '../../read/profile.ts'
import type { Address } from '../country.ts'
import { countryIdOf } from '../country.ts'

/** Fields of the payload's addresses that an order has a place for. */
export const ADDRESS_FIELDS = [
  ...['first_name', 'last_name', 'company', 'address1', 'address2', 'city', 'zip', 'province', 'country_code'],
] as const

/** A whole address of an order: what is not given is empty. https://doc.shoprenter.hu/api/order.html */
export function addressFields(kind: 'shipping' | 'payment', address: Address, facts: Facts): Record<string, Json> {
  const { country_code: code } = address
  const countryId = code && countryIdOf(facts, code)
  return {
    [`${kind}Firstname`]: address.first_name ?? '',
    [`${kind}Lastname`]: address.last_name ?? '',
    [`${kind}Company`]: address.company ?? '',
    [`${kind}Address1`]: address.address1 ?? '',
    [`${kind}Address2`]: address.address2 ?? '',
    [`${kind}City`]: address.city ?? '',
    [`${kind}Postcode`]: address.zip ?? '',
    [`${kind}ZoneName`]: address.province ?? '',
    ...(code && { [`${kind}CountryName`]: countryName(code, facts.defaultLanguage) }),
    ...(countryId && { [`${kind}Country`]: { id: countryId } }),
  }
}

function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language, 'en'], { type: 'region' }).of(code) ?? code
}
