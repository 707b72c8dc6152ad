import type { Customer } from '../../world/model.ts'
import type { CustomerExtras } from '../state/customer-extras.ts'
import type { ShopState } from '../state/shop-state.ts'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { addressDocument, nameOf, phoneOf } from './contact.ts'
import type { DocumentContext } from './product.ts'
import { languages } from './texts.ts'

const TIER = 1

type Context = Pick<DocumentContext, 'money'> & { state: ShopState }
type Json = Record<string, unknown>

/** https://open-api.docs.shoplineapp.com/docs/get-customer */
export function customerDocument(customer: Customer, { money, state }: Context): Json {
  const { id, email, newsletter, createdAt, updatedAt, written } = customer
  const extras = state.customers.get(id)
  return {
    ...{ id: ids.customer(id), name: nameOf(customer), email: email || null, memo: written?.note ?? null },
    ...personOf(extras),
    ...phonesOf(customer, extras),
    locale_code: written?.locale ?? languages.own,
    // To count them, all orders of the shop would have to be read for every customer.
    ...{ order_count: 0, orders_total_sum: money('0') },
    ...{ is_member: extras.isMember, is_blacklisted: extras.isBlacklisted, is_subscribed_marketing_email: newsletter },
    ...{ subscribed_email_types: [], credit_balance: 0, member_point_balance: 0 },
    subscriptions: subscriptionsOf(customer, extras),
    membership_tier: { id: ids.membershipTier(TIER), level: 1, name_translations: { en: 'Gold' }, status: 'active' },
    delivery_addresses: customer.addresses.map((address) => ({
      id: ids.address(address.id),
      ...addressDocument(address, null),
    })),
    custom_data: Object.entries(extras.customFields).map(([field, value]) => ({ custom_field_id: field, value })),
    ...{ ref_user_id: extras.refUserId, line_id: null, facebook_id: null, google_id: null, tags: written?.tags ?? [] },
    ...{ created_by: extras.createdBy, created_at: timeOf(createdAt), updated_at: timeOf(updatedAt) },
    ...{ registered_at: timeOf(createdAt), last_sign_in_at: null },
  }
}

export function subscriptionsOf({ newsletter }: Customer, { subscribesSms }: CustomerExtras): Json[] {
  return [
    { platform: 'email', is_active: newsletter },
    { platform: 'sms', is_active: subscribesSms },
  ]
}

function personOf({ gender, birthYear, birthMonth, birthDay }: CustomerExtras): Json {
  return { gender, birth_year: birthYear, birth_month: birthMonth, birth_day: birthDay }
}

/** The numbers that were written; otherwise the world's number is both. */
export function numbersOf({ phone }: Customer, { phones }: CustomerExtras) {
  return phones && phones.worldPhone === phone ? phones : { phone, mobile: phone }
}

/** Once the mobile number is verified, the others are hidden; every second generated customer has a verified one. */
function phonesOf(customer: Customer, extras: CustomerExtras): Json {
  const { phone, mobile } = numbersOf(customer, extras)
  const isVerified = extras.phones?.worldPhone !== customer.phone && customer.id % 2 === 0
  const shown = phone === null || isVerified ? null : phoneOf(phone)
  return {
    ...{ phones: shown ? [shown.local] : [], phone: shown?.local ?? null, phone_country_code: shown?.country ?? null },
    mobile_phone: mobile === null ? null : phoneOf(mobile).national,
    mobile_phone_country_calling_code: mobile === null ? null : phoneOf(mobile).country,
    mobile_phone_verified: isVerified,
  }
}
