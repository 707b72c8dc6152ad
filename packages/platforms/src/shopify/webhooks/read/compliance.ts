import { PermanentError } from '../../../contract/errors.ts'
import type { CustomerKeys, ShopEvent } from '../../../contract/shop-event.ts'
import { type Body, idOf, object, text } from './body.ts'

/**
 * Legal duties with a deadline: a request that cannot be understood fails visibly and is never ignored.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
export function readDataRequest(body: Body): ShopEvent[] {
  const requestId = idOf(object(body.data_request).id)
  if (!requestId) throw unclear('which request it is')
  return [{ kind: 'data_request', requestId, customer: customerOf(body), orderIds: idsOf(body.orders_requested) }]
}

export function readRedactCustomer(body: Body): ShopEvent[] {
  return [{ kind: 'redact_customer', customer: customerOf(body), orderIds: idsOf(body.orders_to_redact) }]
}

/** Sent at the earliest this long after an uninstall, ms, and not at all after a new installation. */
const REDACT_AFTER_MS = 48 * 3_600_000

export function readRedactShop(triggeredAt: Date): ShopEvent[] {
  return [{ kind: 'redact_shop', installedBefore: new Date(triggeredAt.getTime() - REDACT_AFTER_MS) }]
}

function customerOf(body: Body): CustomerKeys {
  const { id, email, phone } = object(body.customer)
  const externalId = idOf(id)
  if (!externalId) throw unclear('which customer it is about')
  const [mail, number] = [text(email), text(phone)]
  return { externalId, ...(mail !== null && { email: mail }), ...(number !== null && { phone: number }) }
}

function idsOf(value: Body[string] | undefined): string[] {
  return Array.isArray(value) ? value.flatMap((id) => idOf(id) ?? []) : []
}

function unclear(what: string): PermanentError {
  return new PermanentError(
    `A privacy request of Shopify does not contain ${what}. Open the delivery and handle the request by hand.`,
    {
      platform: 'shopify',
    },
  )
}
