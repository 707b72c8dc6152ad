import type { Payload } from '../../../contract/push-kinds.ts'
import type { Wire } from '../../map/shapes.ts'

export type Address = NonNullable<Payload<'order.create'>['shipping_address']>

/** Fields of an address that orders have a place for. */
const PARTS = ['first_name', 'last_name', 'address1', 'address2', 'city', 'zip', 'province', 'country_code', 'phone']

export const addressFields = (name: string) => PARTS.map((part) => `${name}.${part}`)

/** A name is one text. */
export function nameOf({ first_name, last_name }: Pick<Address, 'first_name' | 'last_name'>): string | undefined {
  return [first_name, last_name].filter(Boolean).join(' ') || undefined
}

/** The place of an address, without who is there. */
export function placeBody({ address1, address2, city, zip, province, country_code }: Address): Wire {
  return given({ address_1: address1, address_2: address2, city, postcode: zip, state: province, country_code })
}

export function recipientBody(address: Address): Wire {
  return given({ recipient_name: nameOf(address), recipient_phone: address.phone })
}

/** Without the fields that are not there. */
export function given(fields: Record<string, string | undefined>): Wire {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
