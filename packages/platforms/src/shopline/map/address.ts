import type { Json } from '../../contract/mirror-rows.ts'
import type { Wire } from './shapes.ts'
import { text } from './wire.ts'

/**
 * An address with the field names that every platform uses; `null` when it is empty. A name is one text and stays whole, as
 * `first_name`: which part is the family name depends on the language.
 */
export function addressOf(wire: Wire): Json {
  const address = {
    first_name: text(wire.recipient_name) ?? text(wire.name),
    last_name: null,
    company: text(wire.company),
    address1: text(wire.address_1) ?? text(wire.address1),
    address2: text(wire.address_2) ?? text(wire.address2),
    district: text(wire.district),
    city: text(wire.city),
    province: text(wire.state),
    postcode: text(wire.postcode),
    country: text(wire.country_code),
    country_name: text(wire.country),
    phone: text(wire.recipient_phone) ?? text(wire.phone),
  }
  return Object.values(address).some((part) => part !== null) ? address : null
}
