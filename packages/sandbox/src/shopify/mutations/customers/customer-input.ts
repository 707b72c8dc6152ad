import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { findCustomer } from '../../nodes/find-customer.ts'
import { partId } from '../../world-ids.ts'
import { type AddressInput, readAddress } from '../input/read-address.ts'
import { readTags } from '../input/read-tags.ts'
import { type MetafieldInput, metafieldProblems, writeMetafields } from '../input/write-metafields.ts'
import { problem, type UserError } from '../user-error.ts'
import type { ConsentInput } from './consents.ts'

/** `CustomerInput` and `CustomerSetInput`; what is left out stays. */
export interface CustomerInput {
  id?: string | null
  email?: string | null
  phone?: string | null
  firstName?: string | null
  lastName?: string | null
  note?: string | null
  locale?: string | null
  tags?: readonly string[] | null
  taxExempt?: boolean | null
  multipassIdentifier?: string | null
  addresses?: readonly AddressInput[] | null
  metafields?: readonly MetafieldInput[] | null
  emailMarketingConsent?: ConsentInput | null
  smsMarketingConsent?: ConsentInput | null
}

interface Context {
  world: WorldShop
  /** Whom the input changes; `null` for one that is to be made. */
  known: Customer | null
  path: string[]
}

/** `known` must not share address and number with anybody. */
export function customerProblems(input: CustomerInput, { world, known, path }: Context): UserError[] {
  const { email, phone, metafields } = input
  const at = (name: string, message: string, code: string) => [problem([...path, name], message, code)]
  const isOthers = (other: Customer | null) => other !== null && other.id !== known?.id
  const merged = { ...known, ...input }
  if (![merged.email, merged.phone, merged.firstName, merged.lastName].some(Boolean))
    return [problem(path.length > 0 ? path : null, 'A name, phone number, or email address must be present', 'INVALID')]
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return at('email', 'Email is invalid', 'INVALID')
  if (phone && !/^\+?[\d\s()-]{7,}$/.test(phone)) return at('phone', 'Phone is invalid', 'INVALID')
  return [
    ...(email && isOthers(findCustomer(world, { email })) ? at('email', 'Email has already been taken', 'TAKEN') : []),
    ...(phone && isOthers(findCustomer(world, { phone })) ? at('phone', 'Phone has already been taken', 'TAKEN') : []),
    ...metafieldProblems(metafields ?? [], ownerOf(known?.id ?? 0, world, [...path, 'metafields'])),
  ]
}

function ownerOf(id: number, world: WorldShop, path: string[] = []) {
  return { world, type: 'CUSTOMER', id, path }
}

/** What becomes of a customer; lists that are given are replaced. */
export function customerChange(
  id: number,
  input: CustomerInput,
  known: Customer | null,
  world: WorldShop,
): Partial<Customer> {
  const { email, phone, firstName, lastName, addresses, metafields, tags } = input
  const written = known?.written ?? {}
  const { note, locale, taxExempt, multipassIdentifier } = input
  return {
    ...texts({ email, phone, firstName, lastName }),
    ...(addresses && { addresses: addresses.map((each, place) => readAddress(partId(id, place), each)) }),
    written: {
      ...written,
      ...(note !== undefined && { note }),
      ...(multipassIdentifier !== undefined && { multipassIdentifier }),
      ...(locale != null && { locale }),
      ...(taxExempt != null && { taxExempt }),
      ...(tags && { tags: readTags(tags) }),
      ...(metafields && { metafields: writeMetafields(written.metafields, metafields, ownerOf(id, world)) }),
    },
  }
}

type Texts = Partial<Record<'email' | 'phone' | 'firstName' | 'lastName', string | null | undefined>>

/** Without those that were not given; `null` empties. */
function texts(values: Texts): Partial<Record<keyof Texts, string>> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, value ?? '']))
}
