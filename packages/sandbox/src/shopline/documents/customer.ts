import type { Customer } from '../../world/model.ts'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { addressDocument, nameOf, phoneOf } from './contact.ts'
import type { DocumentContext } from './product.ts'
import { languages } from './texts.ts'

const TIER = 1

/** https://open-api.docs.shoplineapp.com/docs/get-customer */
export function customerDocument(customer: Customer, { money }: DocumentContext): Record<string, unknown> {
  const { id, email, newsletter, createdAt, updatedAt } = customer
  return {
    ...{ id: ids.customer(id), name: nameOf(customer), email, gender: null },
    ...{ birth_year: null, birth_month: null, birth_day: null, memo: null },
    ...phonesOf(customer),
    locale_code: languages.own,
    // To count them, all orders of the shop would have to be read for every customer.
    ...{ order_count: 0, orders_total_sum: money('0') },
    ...{ is_member: true, is_blacklisted: false, is_subscribed_marketing_email: newsletter },
    ...{ subscribed_email_types: [], credit_balance: 0, member_point_balance: 0 },
    membership_tier: { id: ids.membershipTier(TIER), level: 1, name_translations: { en: 'Gold' }, status: 'active' },
    delivery_addresses: customer.addresses.map((address) => ({
      id: ids.address(address.id),
      ...addressDocument(address, null),
    })),
    ...{ custom_data: [], ref_user_id: null, line_id: null, facebook_id: null, google_id: null, tags: [] },
    ...{ created_at: timeOf(createdAt), updated_at: timeOf(updatedAt) },
    ...{ registered_at: timeOf(createdAt), last_sign_in_at: null },
  }
}

/** Once the mobile number is verified, the others are hidden; every second customer has a verified one. */
function phonesOf({ id, phone }: Customer): Record<string, unknown> {
  const { local, national, country } = phoneOf(phone)
  const isVerified = id % 2 === 0
  return {
    ...(isVerified ? { phones: [], phone: null } : { phones: [local], phone: local }),
    ...{ mobile_phone: national, mobile_phone_country_calling_code: country, mobile_phone_verified: isVerified },
  }
}
