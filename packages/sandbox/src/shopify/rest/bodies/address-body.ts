import type { Address } from '../../../world/model.ts'
import { countryOf, isEmpty } from '../../nodes/address.ts'
import type { Body } from './body.ts'

export function addressBody(address: Address): Body {
  const { firstName, lastName, company, street, city, postcode, countryCode = 'HU' } = address
  const province = address.provinceCode || null
  return {
    ...{ first_name: firstName, last_name: lastName, name: `${firstName} ${lastName}`, company: company || null },
    ...{ address1: street, address2: address.address2 || null, city, zip: postcode },
    ...{ province, province_code: province, phone: address.phone || null },
    ...{ country: countryOf(address), country_code: countryCode, country_name: countryOf(address) },
  }
}

/** `null` for an order that was written without one. */
export function addressBodyIfAny(address: Address | null): Body | null {
  return address && !isEmpty(address) ? addressBody(address) : null
}
