import type { Payload } from '../../contract/push-kinds.ts'
import type { Facts } from '../read/profile.ts'
import type { Refused } from './write-one.ts'

/** Of an order or a customer. */
export type Address = NonNullable<Payload<'order.update'>['shipping_address']>

/** `null`: the shop has no such country, or does not let us read its countries. */
export function countryIdOf({ countries }: Facts, code: string): string | null {
  return Object.entries(countries).find(([, known]) => known === code)?.[0] ?? null
}

/** `null`: the shop has all of their countries, or does not let us read them. */
export function refuseUnknownCountry(addresses: readonly (Address | undefined)[], facts: Facts): Refused | null {
  if (Object.keys(facts.countries).length === 0) return null
  const unknown = addresses.flatMap((address) => {
    const code = address?.country_code
    return code && countryIdOf(facts, code) === null ? [code] : []
  })
  if (unknown.length === 0) return null
  const message = `The shop has no country ${unknown[0]}. Add it in the shop's settings.`
  return { kind: 'refused', code: 'unknown_country', message }
}
