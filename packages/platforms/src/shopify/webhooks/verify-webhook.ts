import type { Verdict } from '../../contract/inbound.ts'
import type { WebhookDelivery, WebhookRequest } from '../../contract/webhooks.ts'
import { findSigner } from '../../crypto/signature.ts'
import { domainOf } from '../install/shop-domain.ts'

/** 32 bytes in canonical base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/
const TOPIC = /^[a-z_]+(\/[a-z_]+)+$/
const TOPIC_LENGTH_MAX = 100
/** Delivery ids are UUIDs at present; any id of this form is accepted. */
const ID = /^[\w.:-]{1,100}$/

/**
 * The signature covers only the bytes of the body, so the headers are validated strictly. https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function verifyWebhook(request: WebhookRequest, secrets: readonly string[]): Verdict<WebhookDelivery> {
  const header = readerOf(request)
  const given = header('x-shopify-hmac-sha256')
  if (!given) return { ok: false, reason: 'unsigned' }
  const signer = findSignerOf(request, given, secrets)
  if (signer === -1) return { ok: false, reason: 'bad_signature' }

  const delivery = readDelivery(request)
  if (!delivery) return { ok: false, reason: 'malformed' }
  return { ok: true, value: request.ownSecret === undefined ? { ...delivery, secretIndex: signer } : delivery }
}

/** Webhooks of a shop's own app are signed with that app's secret and with none of ours. */
function findSignerOf({ body, ownSecret }: WebhookRequest, given: string, secrets: readonly string[]): number {
  const signature = Buffer.from(given, 'base64')
  // Only the canonical encoding: base64 has several spellings of the same bytes.
  if (!SIGNATURE.test(given) || signature.toString('base64') !== given) return -1
  const accepted = ownSecret === undefined ? secrets : [ownSecret]
  return accepted.includes('') ? -1 : findSigner(accepted, body, signature)
}

function readDelivery(request: WebhookRequest): WebhookDelivery | null {
  const header = readerOf(request)
  // Events of the preview API have other bodies, and may have the headers of both APIs.
  if ('shopify-topic' in request.headers || 'shopify-hmac-sha256' in request.headers) return null
  const topic = header('x-shopify-topic')
  const deliveryId = header('x-shopify-webhook-id')
  const domain = domainOf(header('x-shopify-shop-domain'))
  if (!TOPIC.test(topic) || topic.length > TOPIC_LENGTH_MAX || !ID.test(deliveryId) || !domain) return null
  const triggeredAt = new Date(header('x-shopify-triggered-at'))
  return {
    ...{ deliveryId, topic, domain },
    ...(request.shopId !== undefined && { shopId: request.shopId }),
    ...(!Number.isNaN(triggeredAt.getTime()) && { triggeredAt }),
  }
}

/** Empty when the header is missing or repeated: two readers could choose different values. */
function readerOf({ headers }: WebhookRequest): (name: string) => string {
  return (name) => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
}
