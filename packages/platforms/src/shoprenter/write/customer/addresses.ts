import type { Json } from '../../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../../contract/writes.ts'
import { idOf, list, text, type Wire } from '../../api/wire.ts'
import type { Address } from '../country.ts'
import { countryIdOf } from '../country.ts'
import { difference, writeAll } from '../difference.ts'
import type { WriteContext } from '../write-batch.ts'
import { writeOne } from '../write-one.ts'
import { readCustomer } from './find-customer.ts'

const FIELDS = ['firstname', 'lastname', 'company', 'address1', 'address2', 'city', 'postcode', 'telephone'] as const

/** Makes a customer have exactly these addresses, the first of them as default. https://doc.shoprenter.hu/api/address.html */
export async function saveAddresses(
  customerId: string,
  addresses: readonly Address[],
  context: WriteContext,
): Promise<WriteOutcome> {
  const wanted = await toRecords(customerId, addresses, context)
  const before = await readCustomer(customerId, context)
  const writes = difference({ path: 'addresses', wanted, present: list(before?.addresses), isSame })
  const failed = await writeAll(context, writes)
  if (failed) return failed
  const after = writes.length === 0 ? before : await readCustomer(customerId, context)
  return setDefault(customerId, { after, wanted: wanted[0] }, context)
}

/** Whether the customer has exactly these addresses, the first of them as default. */
export async function hasAddresses(customer: Wire, addresses: readonly Address[], context: WriteContext) {
  const wanted = await toRecords('', addresses, context)
  const present = list(customer.addresses)
  const [first] = wanted
  const preferred = present.find((address) => idOf(address) === idOf(customer.defaultAddress))
  return (
    difference({ path: '', wanted, present, isSame }).length === 0 &&
    (!first || (preferred !== undefined && isSame(first, preferred)))
  )
}

async function setDefault(
  customerId: string,
  { after, wanted }: { after: Wire | null; wanted: Wire | undefined },
  { api }: WriteContext,
): Promise<WriteOutcome> {
  const id = wanted && idOf(list(after?.addresses).find((address) => isSame(wanted, address)))
  const current = list(after?.addresses).find((address) => idOf(address) === idOf(after?.defaultAddress))
  if (!wanted || !id || (current && isSame(wanted, current))) return { kind: 'done' }
  const path = `customers/${encodeURIComponent(customerId)}`
  const answer = await writeOne(api, path, { method: 'PUT', body: { defaultAddress: { id } } })
  return answer.kind === 'done' ? { kind: 'done' } : answer
}

async function toRecords(customerId: string, addresses: readonly Address[], { mapping }: WriteContext) {
  const { facts } = await mapping()
  return addresses.map((address): Record<string, Json> => {
    const countryId = address.country_code && countryIdOf(facts, address.country_code)
    return {
      ...{ firstname: address.first_name ?? '', lastname: address.last_name ?? '', company: address.company ?? '' },
      ...{ address1: address.address1 ?? '', address2: address.address2 ?? '', city: address.city ?? '' },
      ...{ postcode: address.zip ?? '', telephone: address.phone ?? '' },
      type: address.company ? 'business' : 'private',
      ...(countryId && { country: { id: countryId } }),
      customer: { id: customerId },
    }
  })
}

/** A country that the shop does not let us read is not compared. */
function isSame(wanted: Wire, present: Wire): boolean {
  const country = idOf(wanted.country)
  return (
    FIELDS.every((field) => (text(wanted[field]) ?? '') === (text(present[field]) ?? '')) &&
    (country === null || country === idOf(present.country))
  )
}
