import type { Address, Customer } from '../../../world/model.ts'
import { splitName } from '../../documents/contact.ts'
import { toWorldAddress } from '../../documents/written-address.ts'
import type { CustomerExtras } from '../../state/customer-extras.ts'
import { ids } from '../../world-ids.ts'
import { isAnswer } from '../answers.ts'
import { customerByEmail } from '../find-customer.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { mistakeInTags } from '../tags.ts'
import { unprocessable } from './customer-write.ts'
import { readPhones } from './read-phones.ts'

type Body = ApiCall['body']

/** What a body changes: in the world, and in what only SHOPLINE has. */
export interface CustomerChange {
  customer: Partial<Customer>
  extras: Partial<CustomerExtras>
}

const ADDRESSES_MAX = 5
const TAGS_MAX = 60
/** Address numbers of written customers are far above those of generated ones. */
const FIRST_ADDRESS = 2 ** 40
const GENDERS: ReadonlySet<unknown> = new Set(['male', 'female', 'other'])

/** `before`: `null` for a new customer. */
export function readCustomer(body: Body, shop: ApiShop, before: Customer | null): CustomerChange | Answer {
  const mistake = mistakeIn(body, shop, before)
  if (mistake) return unprocessable(mistake)
  const phones = readPhones(body, shop, before)
  if (phones && isAnswer(phones)) return phones
  return {
    customer: {
      ...(typeof body.name === 'string' && splitName(body.name)),
      ...(typeof body.email === 'string' && { email: body.email }),
      ...(phones && { phone: phones.worldPhone }),
      ...newsletterIn(body),
      ...(Array.isArray(body.delivery_addresses) && { addresses: addressesIn(body.delivery_addresses, shop, before) }),
      written: { ...before?.written, ...notesIn(body) },
    },
    extras: { ...extrasIn(body), ...(phones && { phones }) },
  }
}

function mistakeIn(body: Body, { world, quirks }: ApiShop, before: Customer | null): string | undefined {
  const { email, gender, delivery_addresses: addresses, tags, membership_tier_id: tier } = body
  if (email && !/^\S+@\S+\.\S+$/.test(String(email))) return 'email is invalid'
  const other = typeof email === 'string' && email !== '' ? customerByEmail(world, email) : undefined
  if (other && other.id !== before?.id && quirks.duplicateCustomers === 'refused') return 'email has already been taken'
  if (gender && !GENDERS.has(gender)) return 'gender is invalid'
  if (tier && tier !== ids.membershipTier(1)) return 'membership_tier_id is invalid'
  if (body.birthday && (body.birth_year ?? body.birth_month ?? body.birth_day))
    return 'birthday cannot be used with birth_year, birth_month and birth_day'
  if (Array.isArray(addresses) && addresses.length > ADDRESSES_MAX)
    return `delivery_addresses has more than ${ADDRESSES_MAX}`
  return tags === undefined ? undefined : mistakeInTags(tags)
}

function newsletterIn({ is_accept_marketing: all, is_subscribed_marketing_email: email }: Body): Partial<Customer> {
  const wanted = email ?? all
  return typeof wanted === 'boolean' ? { newsletter: wanted } : {}
}

/** Too many tags change nothing. */
function notesIn({ memo, tags, locale_code: locale }: Body): NonNullable<Customer['written']> {
  return {
    ...(memo !== undefined && { note: typeof memo === 'string' ? memo : null }),
    ...(Array.isArray(tags) && tags.length <= TAGS_MAX && { tags: [...new Set(tags as string[])] }),
    ...(typeof locale === 'string' && { locale }),
  }
}

function addressesIn(written: unknown[], { quirks }: ApiShop, before: Customer | null): Address[] {
  const kept = quirks.addressLists === 'appended' ? (before?.addresses ?? []) : []
  const first = FIRST_ADDRESS + (before?.addresses.length ?? 0)
  return [...kept, ...written.map((each, index) => toWorldAddress(each as Body, first + index))]
}

function extrasIn(body: Body): Partial<CustomerExtras> {
  const sms = body.is_subscribed_marketing_sms ?? body.is_accept_marketing
  const reference = body.ref_user_id
  return {
    ...(typeof body.is_member === 'boolean' && { isMember: body.is_member }),
    ...(typeof body.is_blacklisted === 'boolean' && { isBlacklisted: body.is_blacklisted }),
    ...(reference !== undefined && { refUserId: typeof reference === 'string' ? reference : null }),
    ...(typeof body.gender === 'string' && { gender: body.gender }),
    ...(typeof sms === 'boolean' && { subscribesSms: sms }),
    ...(typeof body.custom_fields === 'object' && { customFields: { ...body.custom_fields } as Body }),
    ...birthIn(body),
  }
}

function birthIn({ birthday, birth_year: year, birth_month: month, birth_day: day }: Body): Partial<CustomerExtras> {
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)/.exec(String(birthday ?? '')) ?? []
  const [birthYear, birthMonth, birthDay] = parts.length > 0 ? parts.map(Number) : [year, month, day]
  return {
    ...(typeof birthYear === 'number' && { birthYear }),
    ...(typeof birthMonth === 'number' && { birthMonth }),
    ...(typeof birthDay === 'number' && { birthDay }),
  }
}
