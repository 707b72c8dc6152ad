import { createHash, randomUUID } from 'node:crypto'
import type { Verdict } from '../../contract/inbound.ts'
import type { WebhookDelivery, WebhookRequest } from '../../contract/webhooks.ts'
import { dateOfTs, type Envelope, readEnvelope, textOf } from './envelope.ts'
import { isAboutAccess } from './read/access.ts'
import { findSignature, type Signature } from './signature.ts'
import { parseWritten, type WrittenObject } from './written-json.ts'

const TIMESTAMP_HEADER = 'x-shopline-developer-event-timestamp'
const SIGN = /^[0-9a-f]{64}$/
const TIMESTAMP = /^\d{1,19}(\.\d{1,9})?$/
const TOPIC = /^[a-z_]+(\/[a-z_]+)+$/
const TOPIC_LENGTH_MAX = 100
/** Delivery ids are UUIDs at present; any id of this form is accepted. */
const TRACE_ID = /^[\w.:-]{1,100}$/

/**
 * Webhooks of the app are signed. Those created with a merchant's token are sent to the shop's own address, which identifies
 * the shop; whether they are signed, and with which secret, is not documented.
 * There is no maximum age: a delivery resent from SHOPLINE's log may be hours old.
 */
export function verifyWebhook(request: WebhookRequest, secrets: readonly string[]): Verdict<WebhookDelivery> {
  const body = parseWritten(request.body)
  const signature = readSignature(request)
  if (request.shopId !== undefined) return { ok: true, value: ofShop(request, { body, signature, secrets }) }
  if (!signature) return { ok: false, reason: isUnsigned(request) ? 'unsigned' : 'bad_signature' }
  if (!body) return { ok: false, reason: 'malformed' }
  const signed = findSignature(body, signature, secrets)
  if (!signed) return { ok: false, reason: 'bad_signature' }
  return readSigned(readEnvelope(body), signature, signed.secretIndex)
}

/** `merchant_id` and the other fields are part of what is signed. */
function readSigned(envelope: Envelope, { sign }: Signature, secretIndex: number): Verdict<WebhookDelivery> {
  const topic = topicOf(envelope)
  if (!topic || !envelope.merchantId) return { ok: false, reason: 'malformed' }
  return {
    ok: true,
    value: {
      // Without an id, the same signature means the same delivery.
      deliveryId: traceIdOf(envelope) ?? sign,
      ...{ topic, domain: envelope.merchantId },
      ...when(envelope),
      secretIndex,
      ...(isAboutAccess(topic) && { about: 'access' as const }),
    },
  }
}

interface Received {
  body: WrittenObject | null
  signature: Signature | null
  secrets: readonly string[]
}

/** The address identifies the shop, so the merchant in the body is ignored. */
function ofShop(request: WebhookRequest, { body, signature, secrets }: Received): WebhookDelivery {
  const { shopId = '', topic = '' } = request
  const envelope = body && readEnvelope(body)
  const signed = body && signature && findSignature(body, signature, secrets)
  return {
    deliveryId: (envelope && traceIdOf(envelope)) ?? digestOf(request, envelope),
    topic: (envelope && topicOf(envelope)) ?? topic,
    shopId,
    ...(envelope && when(envelope)),
    ...(signed && { secretIndex: signed.secretIndex }),
  }
}

/** Equal bodies with the version of their object are repetitions; equal bodies without one may be two events. */
function digestOf({ shopId, topic, body }: WebhookRequest, envelope: Envelope | null): string {
  if (!envelope || !textOf(envelope.resource.updated_at)) return randomUUID()
  return createHash('sha256').update(`${shopId}\n${topic}\n`).update(body).digest('hex')
}

function readSignature({ query, headers }: WebhookRequest): Signature | null {
  const [sign = '', ...more] = new URLSearchParams(query).getAll('sign')
  const timestamp = headers[TIMESTAMP_HEADER]
  if (more.length > 0 || !SIGN.test(sign)) return null
  return typeof timestamp === 'string' && TIMESTAMP.test(timestamp) ? { sign, timestamp } : null
}

function isUnsigned({ query, headers }: WebhookRequest): boolean {
  return !new URLSearchParams(query).get('sign') || !headers[TIMESTAMP_HEADER]
}

function topicOf({ topic }: Envelope): string | null {
  return topic !== null && topic.length <= TOPIC_LENGTH_MAX && TOPIC.test(topic) ? topic : null
}

function traceIdOf({ traceId }: Envelope): string | null {
  return traceId !== null && TRACE_ID.test(traceId) ? traceId : null
}

function when({ ts }: Envelope): { triggeredAt?: Date } {
  const triggeredAt = dateOfTs(ts)
  return triggeredAt ? { triggeredAt } : {}
}
