import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import type { Api } from '../../api/api.ts'
import type { Wire } from '../../map/shapes.ts'
import { text, words } from '../../map/wire.ts'
import type { Part } from '../carry-out.ts'
import { given, nameOf, placeBody, recipientBody } from '../orders/addresses.ts'
import { isSamePhone, mobileOf } from '../phones.ts'
import { isSameSet } from '../tags.ts'
import { writeOnce, writeOutcome } from '../write-once.ts'
import { CUSTOMER_TAGS_MAX } from './check-customer.ts'

export interface CustomerAt {
  api: Api
  id: string
}

export function pathOf(id: string, part = ''): string {
  return `customers/${encodeURIComponent(id)}${part && `/${part}`}`
}

/** Left out, `send_notification` would mail the customer. The rest follows: it has no place here. */
export function newCustomerBody(payload: Payload<'customer.save'>): Wire {
  const { addresses = [] } = payload
  const mobile = payload.email === undefined ? mobileOf(payload.phone) : null
  return {
    ...contactBody(payload),
    ...(mobile && { mobile_phone: mobile.number, mobile_phone_country_calling_code: mobile.country }),
    ...(addresses.length > 0 && {
      delivery_addresses: addresses.map((address) => ({ ...placeBody(address), ...recipientBody(address) })),
    }),
    ...{ send_notification: false, is_allow_welcome_credit: false },
  }
}

/** A name is one text. A note is one text, too, and replaces what is there. */
function contactBody(payload: Payload<'customer.save'>): Wire {
  return given({ name: nameOf(payload), email: payload.email, phone: payload.phone, memo: payload.note })
}

/** Of a new customer, what its creation has no place for. */
export function partsOf(customer: CustomerAt, { target, payload }: Change<'customer.save'>): Part[] {
  const reference = target.id === null && target.ownId !== null ? target.ownId : undefined
  const contact = target.id === null ? {} : contactBody(payload)
  const body = { ...contact, ...given({ ref_user_id: reference, locale_code: payload.locale?.toLowerCase() }) }
  return [
    ...(Object.keys(body).length > 0 ? [fields(customer, body)] : []),
    ...(payload.tags ? [tags(customer, payload.tags)] : []),
  ]
}

function fields({ api, id }: CustomerAt, body: Wire): Part {
  const { phone, ...exact } = body
  return {
    isIn: (shown) =>
      hasPhone(shown, phone) && Object.entries(exact).every(([name, value]) => text(shown[name]) === value),
    write: () => writeOutcome(api, pathOf(id), { method: 'PUT', body }),
  }
}

/** It may be shown in `phones` only. */
function hasPhone({ phone, phones }: Wire, wanted: Wire[string] | undefined): boolean {
  return typeof wanted !== 'string' || isSamePhone(text(phone) ?? words(phones)[0] ?? null, wanted)
}

/** More tags than a customer may have are answered like a success, with the tags from before. */
function tags({ api, id }: CustomerAt, wanted: readonly string[]): Part {
  return {
    isIn: (shown) => isSameSet(shown.tags, wanted),
    async write() {
      const written = await writeOnce(api, pathOf(id, 'tags'), { method: 'PUT', body: { tags: [...wanted] } })
      if (written.kind !== 'written') return written
      return isSameSet(written.body.tags, wanted) ? { kind: 'done' } : customerTagsRefused
    },
  }
}

export const customerTagsRefused = {
  kind: 'refused',
  code: 'tags_unchanged',
  message: `SHOPLINE kept the tags as they were: a customer has ${CUSTOMER_TAGS_MAX} at most. Remove some first.`,
} as const
