import { randomUUID } from 'node:crypto'
import type { Verdict } from '../../contract/inbound.ts'
import type { ShopEvent } from '../../contract/shop-event.ts'
import type { StoredDelivery, WebhookDelivery, WebhookRequest } from '../../contract/webhooks.ts'
import { idOf, list, object, text, type Wire } from '../api/wire.ts'
import { readForm } from '../read/read-form.ts'
import { NUMBER_PREFIX } from '../read/read-items.ts'
import { topics } from './subscriptions.ts'

/** Ids are base64, or a short text that the merchant chose. Characters. */
const ID_LENGTH_MAX = 255
const known: ReadonlySet<string> = new Set(topics)

/** Webhooks are not signed, so the address identifies the shop. They have no ids either, so each request is a separate delivery. */
export function verifyWebhook({ shopId, topic }: WebhookRequest): Verdict<WebhookDelivery> {
  if (!shopId || !topic) return { ok: false, reason: 'unsigned' }
  return { ok: true, value: { deliveryId: randomUUID(), shopId, topic } }
}

/**
 * Bodies are hints: which orders to read again. https://doc.shoprenter.hu/development/api/07_webhook.html
 * What cannot be understood is ignored with a reason, because the next incremental sync reads the change.
 */
export function readWebhook({ topic, contentType, body }: StoredDelivery): ShopEvent[] {
  if (!known.has(topic)) return [{ kind: 'ignored', reason: `Topic ${topic} is not mirrored.` }]
  const payload = parse(readForm(contentType, body))
  if (!payload)
    return [{ kind: 'ignored', reason: 'The body is neither JSON nor a form with JSON in its "data" field.' }]

  const ids = new Set(ordersIn(payload).flatMap((order) => externalIdOf(order) ?? []))
  if (ids.size === 0) return [{ kind: 'ignored', reason: 'The body does not name an order.' }]
  return [...ids].map((externalId) => ({ kind: 'refetch', resource: 'orders', externalId }))
}

function parse(json: string | null): Wire | null {
  try {
    const value = json === null ? null : JSON.parse(json)
    return typeof value === 'object' && value !== null ? object(value) : null
  } catch {
    return null
  }
}

/** `{"orders":{"order":[…]}}`; a single order may come without the list, or without any wrapper. */
function ordersIn(payload: Wire): Wire[] {
  const orders = object(payload.orders)
  if ('order' in orders) return list(orders.order)
  if ('order' in payload) return list(payload.order)
  return Array.isArray(payload.orders) ? list(payload.orders) : [payload]
}

/** Its id, otherwise its number, which `reads.object` looks up. */
function externalIdOf(order: Wire): string | null {
  const id = idOf({ href: order.innerResourceId ?? null })
  if (id && /[^.]/.test(id) && id.length <= ID_LENGTH_MAX && !id.startsWith(NUMBER_PREFIX)) return id
  const number = text(order.innerId)
  return number && /^\d{1,18}$/.test(number) ? `${NUMBER_PREFIX}${number}` : null
}
