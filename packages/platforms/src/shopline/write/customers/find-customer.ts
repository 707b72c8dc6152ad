import type { Change } from '../../../contract/writes.ts'
import { type Api, itemsOf, type Query } from '../../api/api.ts'
import type { Wire } from '../../map/shapes.ts'
import { text, timeOf } from '../../map/wire.ts'
import { CLOCKS_DIFFER_MS } from '../orders/order-parts.ts'
import { mobileOf } from '../phones.ts'

type CustomerChange = Change<'customer.save'>

/** What the shop has of a customer that is to be created. */
export type Found = { kind: 'ours' | 'other'; customer: Wire } | null

/**
 * By the caller's own id, which only what we created has; else by e-mail address or phone, where one that is as new as
 * the push is ours. https://open-api.docs.shoplineapp.com/docs/get-customer
 */
export async function findCustomer(
  { target, payload }: CustomerChange,
  firstSentAt: Date | undefined,
  api: Api,
): Promise<Found> {
  const { ownId } = target
  const linked = ownId === null ? null : await search({ ref_user_id: ownId }, (each) => each.ref_user_id === ownId, api)
  if (linked) return { kind: 'ours', customer: linked }
  const customer = await searchByContact(payload, api)
  return customer && { kind: isSince(customer, firstSentAt) ? 'ours' : 'other', customer }
}

async function searchByContact({ email, phone }: CustomerChange['payload'], api: Api): Promise<Wire | null> {
  if (email) return search({ email }, (each) => text(each.email)?.toLowerCase() === email.toLowerCase(), api)
  const mobile = mobileOf(phone)
  return mobile && search({ mobile_phone: mobile.number }, (each) => each.mobile_phone === mobile.number, api)
}

async function search(query: Query, isMeant: (customer: Wire) => boolean, api: Api): Promise<Wire | null> {
  const answer = await api.requireOk('customers/search', { query })
  return itemsOf(answer, 'search of customers').find(isMeant) ?? null
}

function isSince({ created_at }: Wire, since: Date | undefined): boolean {
  return since !== undefined && (timeOf(created_at)?.getTime() ?? 0) >= since.getTime() - CLOCKS_DIFFER_MS
}
