import { createHmac } from 'node:crypto'
import {
  isSignedBy,
  type Platform,
  type Verdict,
  type WebhookDelivery,
  type WebhookRequest,
} from '@shopmirror/platforms'

export const SECRET = 'the-secret-of-the-bench'

/** As Shopify signs: base64 of an HMAC over the body as sent. https://shopify.dev/docs/apps/build/webhooks/verify-deliveries */
export function signatureOf(body: Buffer): string {
  return createHmac('sha256', SECRET).update(body).digest('base64')
}

const never = async () => {
  throw new Error('The bench calls no shop.')
}

/** A platform that only takes signed webhooks. */
export const benchPlatform: Platform = {
  id: 'bench',
  configured: true,
  budget: { unit: 'requests', perSecond: 1, burst: 0 },
  tokens: { grant: never, refresh: never },
  parseDomain: () => null,
  install: { kind: 'own_app_only' },
  reads: { resources: [], overlapMs: 0 },
  webhooks: { topics: [], verify: verifyWebhook, read: () => [] },
  client: () => {
    throw new Error('The bench calls no shop.')
  },
}

function verifyWebhook({ headers, body }: WebhookRequest): Verdict<WebhookDelivery> {
  const signature = headers['x-bench-hmac']
  const deliveryId = headers['x-bench-id']
  if (typeof signature !== 'string' || typeof deliveryId !== 'string') return { ok: false, reason: 'unsigned' }
  if (!isSignedBy([SECRET], body, Buffer.from(signature, 'base64'))) return { ok: false, reason: 'bad_signature' }
  return { ok: true, value: { deliveryId, topic: 'orders/updated', domain: 'bench.example.com' } }
}
