import type { Address } from '../../world/model.ts'

interface PersonName {
  firstName: string
  lastName: string
}

/** Calling codes that are split off, with the trunk digit that is dialled within the country. */
const trunks: Readonly<Record<string, string>> = {
  ...{ '36': '0', '60': '0', '66': '0', '81': '0', '82': '0', '84': '0', '886': '0' },
  ...{ '65': '', '852': '', '853': '' },
}

/** A person's name is one text here. */
export function nameOf({ firstName, lastName }: PersonName): string {
  return [firstName, lastName].filter(Boolean).join(' ')
}

/** Inverse of {@link nameOf}. */
export function splitName(name: string): PersonName {
  const [firstName = '', ...others] = name.trim().split(' ')
  return { firstName, lastName: others.join(' ') }
}

export interface Phone {
  /** As people dial it in the country. */
  local: string
  /** Without the leading trunk digit. */
  national: string
  country: string | null
}

/** Country and number are separate; a number with another calling code stays as written. */
export function phoneOf(phone: string): Phone {
  const country = Object.keys(trunks).find((code) => phone.startsWith(`+${code}`))
  if (country === undefined) return { local: phone, national: phone, country: null }
  const national = phone.slice(country.length + 1)
  return { local: `${trunks[country]}${national}`, national, country }
}

/** In the world's format, `+36…`; without a calling code as written. */
export function toWorldPhone(number: string, callingCode: string | null): string {
  const code = callingCode?.replace(/^\+/, '') ?? ''
  const trunk = trunks[code]
  if (trunk === undefined) return code === '' ? number : `+${code}${number}`
  return `+${code}${trunk !== '' && number.startsWith(trunk) ? number.slice(trunk.length) : number}`
}

/** `phone`: used where the address has none. */
export function addressDocument(address: Address, phone: Phone | null): Record<string, unknown> {
  const { street, city, postcode, address2 = '', district = '', state = '' } = address
  const recipient = address.phone === undefined ? phone : phoneOf(address.phone)
  return {
    ...{ country_code: address.countryCode ?? 'HU', country: address.country ?? 'Hungary' },
    ...{ city, district, state, postcode, address_1: street, address_2: address2, recipient_name: nameOf(address) },
    recipient_phone: recipient?.local || null,
    ...{ recipient_phone_country_code: recipient?.country ?? null, remarks: null },
  }
}
