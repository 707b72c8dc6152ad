import type { NewPrivacyRequest } from '@shopmirror/db'
import type { ShopEvent } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import type { Entry, ReceivedEvent } from '../inbox/delivery.ts'
import { redactCustomer } from './redact-customer.ts'
import { redactShop } from './redact-shop.ts'

/** Deadline of a privacy request, days. https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const DUE_DAYS = 30
const DAY_MS = 86_400_000

/** An event about a customer's or shop's data. */
export type PrivacyEvent = Extract<ShopEvent, { kind: 'data_request' | 'redact_customer' | 'redact_shop' }>

/** Stores each request with its due date, then enqueues its job. A repeated delivery creates no second request. */
export async function openPrivacyRequests(
  received: readonly ReceivedEvent<PrivacyEvent>[],
  { db, enqueue }: JobContext,
): Promise<void> {
  for (const { entry, event } of received) {
    const requestId = await db.privacy.open(toRequest(event, entry))
    if (requestId === null) continue
    if (event.kind === 'redact_customer') await enqueue(redactCustomer, { requestId })
    if (event.kind === 'redact_shop') await enqueue(redactShop, { requestId })
  }
}

function toRequest(event: PrivacyEvent, { id, shop, delivery }: Entry): NewPrivacyRequest {
  const receivedAt = new Date(delivery.receivedAt)
  const request = {
    ...{ deliveryId: id, shopId: shop.id, kind: event.kind, receivedAt },
    dueAt: new Date(receivedAt.getTime() + DUE_DAYS * DAY_MS),
  }
  if (event.kind === 'redact_shop')
    return { ...request, ...(event.installedBefore && { installedBefore: event.installedBefore }) }
  const { customer, orderIds } = event
  return {
    ...{ ...request, customerExternalId: customer.externalId, orderExternalIds: orderIds },
    ...(event.kind === 'data_request' && { requestId: event.requestId }),
  }
}
