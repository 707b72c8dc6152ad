import type { Json } from '../../../contract/mirror-rows.ts'
import { type Body, object, text } from './body.ts'

/** An address with the field names that every platform uses; `null` when there is none. */
export function toAddress(value: Json | undefined): Json {
  const address: Body = object(value)
  if (Object.keys(address).length === 0) return null
  return {
    first_name: text(address.first_name),
    last_name: text(address.last_name),
    company: text(address.company),
    address1: text(address.address1),
    address2: text(address.address2),
    city: text(address.city),
    province: text(address.province),
    postcode: text(address.zip),
    country: text(address.country_code),
    country_name: text(address.country_name) ?? text(address.country),
    phone: text(address.phone),
  }
}
