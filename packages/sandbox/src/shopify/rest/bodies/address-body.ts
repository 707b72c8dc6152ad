import type { Address } from '../../../world/model.ts'
import type { Body } from './body.ts'

export function addressBody({ firstName, lastName, company, street, city, postcode }: Address): Body {
  return {
    ...{ first_name: firstName, last_name: lastName, name: `${firstName} ${lastName}`, company: company || null },
    ...{ address1: street, address2: null, city, province: null, province_code: null, zip: postcode },
    ...{ country: 'Hungary', country_code: 'HU', country_name: 'Hungary', phone: null },
  }
}
