import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { addressOf } from './address.ts'
import { rawOf } from './raw.ts'
import type { Wire } from './shapes.ts'
import { flag, idOf, isoOf, list, object, text, timeOf, words } from './wire.ts'

/**
 * A name is one text and stays whole, as `first_name`: which part is the family name depends on the language.
 * https://open-api.docs.shoplineapp.com/docs/get-customer
 */
export function mapCustomer(wire: Wire): MirrorRow | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const addresses = [...list(wire.delivery_addresses), ...list(wire.addresses)].flatMap(
    (address) => addressOf(address) ?? [],
  )
  return {
    externalId,
    sourceUpdatedAt: timeOf(wire.updated_at),
    fields: {
      source_created_at: isoOf(wire.created_at),
      email: text(wire.email),
      first_name: text(wire.first_name) ?? text(wire.name),
      last_name: text(wire.last_name),
      phone: phoneOf(wire),
      status: statusOf(wire),
      group_external_id: idOf(object(wire.membership_tier)) ?? text(wire.membership_tier_id),
      accepts_marketing: flag(wire.is_subscribed_marketing_email),
      default_address: addressOf(object(wire.default_address)) ?? addresses[0] ?? null,
      addresses,
    },
    raw: rawOf(wire),
  }
}

/** `phone` and `phones` may be hidden once the mobile number is verified. */
function phoneOf(wire: Wire): string | null {
  return text(wire.phone) ?? words(wire.phones)[0] ?? mobileOf(wire)
}

function mobileOf(wire: Wire): string | null {
  const number = text(wire.mobile_phone)
  const country = text(wire.mobile_phone_country_calling_code)
  return number && country ? `+${country.replace('+', '')}${number.replace(/^0/, '')}` : number
}

function statusOf(wire: Wire): string | null {
  if (flag(wire.is_blacklisted)) return 'blacklisted'
  const isMember = flag(wire.is_member)
  if (isMember === null) return null
  return isMember ? 'member' : 'guest'
}
