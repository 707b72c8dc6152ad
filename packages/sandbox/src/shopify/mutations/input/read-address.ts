import type { Address } from '../../../world/address.ts'

/** `MailingAddressInput`, or an older input with names of countries. */
export type AddressInput = Partial<
  Record<
    | ('address1' | 'address2' | 'city' | 'company' | 'countryCode' | 'firstName' | 'lastName' | 'phone')
    | ('provinceCode' | 'zip' | 'country' | 'province'),
    string | null
  >
>

export function readAddress(id: number, input: AddressInput): Address {
  const text = (name: keyof AddressInput) => input[name] ?? ''
  return {
    ...{ id, firstName: text('firstName'), lastName: text('lastName'), company: text('company') },
    ...{ street: text('address1'), address2: text('address2'), city: text('city'), postcode: text('zip') },
    ...{ provinceCode: input.provinceCode ?? text('province'), phone: text('phone') },
    countryCode: input.countryCode ?? codeOf(input.country) ?? 'HU',
  }
}

export function isSameAddress(one: Address, other: Address): boolean {
  return JSON.stringify({ ...one, id: 0 }) === JSON.stringify({ ...other, id: 0 })
}

const names = new Intl.DisplayNames('en', { type: 'region' })

/** Of a country by its English name, or by its code. */
function codeOf(country: string | null | undefined): string | undefined {
  if (!country) return undefined
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  return codes.find((code) => code === country.toUpperCase() || names.of(code) === country)
}
