import type { Address } from '../../world/model.ts'
import { splitName, toWorldPhone } from './contact.ts'

type Json = Record<string, unknown>

/** The change that a `delivery_address` makes to an address of the world: only the fields that it contains. */
export function addressChange(written: Json): Partial<Address> {
  const change: Partial<Address> = {}
  for (const [name, key] of Object.entries(keys)) if (name in written) change[key] = textOf(written[name])
  if ('recipient_name' in written) Object.assign(change, splitName(textOf(written.recipient_name)))
  if ('recipient_phone' in written) change.phone = phoneIn(written)
  return change
}

/** A complete address: missing fields are empty. */
export function toWorldAddress(written: Json, id: number): Address {
  const none = { id, firstName: '', lastName: '', company: '', street: '', city: '', postcode: '' }
  return { ...none, country: '', countryCode: '', phone: '', ...addressChange(written) }
}

const keys = {
  address_1: 'street',
  address_2: 'address2',
  city: 'city',
  district: 'district',
  state: 'state',
  postcode: 'postcode',
  country: 'country',
  country_code: 'countryCode',
} as const

function phoneIn({ recipient_phone: phone, recipient_phone_country_code: code }: Json): string {
  return toWorldPhone(textOf(phone), typeof code === 'string' ? code : null)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
