import type { Address } from '../../world/model.ts'

const COUNTRY_CODE = '36'

/** A person's name is one text here. */
export function nameOf({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`
}

export interface Phone {
  /** As people dial it in the country. */
  local: string
  /** Without the leading zero. */
  national: string
  country: string | null
}

/** Country and number are separate; a number of another country stays as written. */
export function phoneOf(phone: string): Phone {
  const prefix = `+${COUNTRY_CODE}`
  if (!phone.startsWith(prefix)) return { local: phone, national: phone, country: null }
  const national = phone.slice(prefix.length)
  return { local: `0${national}`, national, country: COUNTRY_CODE }
}

export function addressDocument(address: Address, phone: Phone | null): Record<string, unknown> {
  const { street, city, postcode } = address
  return {
    ...{ country_code: 'HU', country: 'Hungary', city, district: '', state: '', postcode },
    ...{ address_1: street, address_2: '', recipient_name: nameOf(address) },
    ...{ recipient_phone: phone?.local ?? null, recipient_phone_country_code: phone?.country ?? null, remarks: null },
  }
}
