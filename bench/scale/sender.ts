import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createWebhookAddresses } from '@shopmirror/platforms'
import { Pool } from 'undici'
import { topics } from './add-shops.ts'
import { createBodies } from './bodies.ts'
import { SECRET } from './emulator.ts'
import {
  deliveryOf,
  domainOf,
  externalIdOf,
  type Plan,
  type PlannedDelivery,
  platformOf,
  shopIdOf,
  timeOf,
} from './plan.ts'

/** After this long a platform gives up on an answer and sends again later, ms (Shopify: 5 s). */
const TIMEOUT_MS = 5_000
/** Platforms come again after minutes to hours; the bench does not wait that long. */
const RETRY_FIRST_MS = 500
const RETRY_MAX_MS = 8_000
/** One of so many acknowledged deliveries is sent once more, as platforms do. */
const REPEATED_ONE_IN = 200
const CONNECTIONS = 128
/** So that the sender catches up in small steps after its process had no processor. */
const BURST_MAX = 50

export interface SenderOptions {
  plan: Plan
  apiUrl: string
  encryptionKeys: string
  versions: Uint32Array
  perSecond: number
  /** Called for each first attempt that was acknowledged, with the time it took. */
  acknowledged(tookMs: number): void
}

export interface Sender {
  sent(): number
  acknowledged(): number
  /** Attempts that were not acknowledged and made again. */
  retried(): number
  /** Resolves when every delivery has been acknowledged. */
  done: Promise<void>
}

/** Sends every delivery of the plan at an even pace, and each until it is acknowledged with 200. */
export function startSender(options: SenderOptions): Sender {
  const { plan, versions, perSecond } = options
  const webhookOf = createWebhooks(options)
  const pool = new Pool(options.apiUrl, {
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  const counts = { sent: 0, acknowledged: 0, retried: 0 }
  const open = new Set<Promise<void>>()

  const attempt = async (webhook: Webhook): Promise<boolean> => {
    try {
      const { statusCode, body } = await pool.request({ method: 'POST', ...webhook })
      await body.dump()
      return statusCode === 200
    } catch {
      return false
    }
  }
  const retry = async (webhook: Webhook) => {
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_MAX_MS)) {
      counts.retried += 1
      await pause(waitMs * (1 + Math.random()))
      if (await attempt(webhook)) return
    }
  }
  const deliver = async (number: number) => {
    const planned = deliveryOf(plan, number)
    versions[planned.object] = Math.max(versions[planned.object] ?? 0, planned.version)
    const webhook = webhookOf(planned)
    const startedAt = performance.now()
    if (await attempt(webhook)) options.acknowledged(performance.now() - startedAt)
    else await retry(webhook)
    counts.acknowledged += 1
    if (number % REPEATED_ONE_IN === 0) await attempt(webhook)
  }
  const sendAll = async () => {
    const startedAt = performance.now()
    while (counts.sent < plan.deliveries) {
      const due = Math.min(
        ((performance.now() - startedAt) * perSecond) / 1_000,
        counts.sent + BURST_MAX,
        plan.deliveries,
      )
      for (; counts.sent < due; counts.sent += 1) {
        const delivery = deliver(counts.sent).finally(() => open.delete(delivery))
        open.add(delivery)
      }
      await pause(2)
    }
    while (open.size > 0) await Promise.all(open)
    await pool.close()
  }
  return {
    sent: () => counts.sent,
    acknowledged: () => counts.acknowledged,
    retried: () => counts.retried,
    done: sendAll(),
  }
}

interface Webhook {
  path: string
  headers: Record<string, string>
  body: string
}

/** The number of a delivery is in its id, or for ShopRenter, which has none, in its body. */
const deliveryIdOf = (number: number) => `bench-${number}`

function createWebhooks({ plan: _, ...options }: SenderOptions): (delivery: PlannedDelivery) => Webhook {
  const { shopifyOrder } = createBodies()
  const addresses = createWebhookAddresses({ publicUrl: options.apiUrl, keys: options.encryptionKeys })
  const sign = (text: string) => createHmac('sha256', SECRET).update(text)
  const write = {
    shopify({ number, shop, object, version }: PlannedDelivery): Webhook {
      const body = shopifyOrder(object, version)
      const headers = {
        'content-type': 'application/json',
        'x-shopify-topic': topics.shopify,
        'x-shopify-shop-domain': domainOf(shop),
        'x-shopify-webhook-id': deliveryIdOf(number),
        'x-shopify-triggered-at': timeOf(version).toISOString(),
        'x-shopify-hmac-sha256': sign(body).digest('base64'),
      }
      return { path: '/webhooks/shopify', headers, body }
    },
    shoprenter({ number, shop, object }: PlannedDelivery): Webhook {
      const address = addresses.addressFor({ platform: 'shoprenter', shopId: shopIdOf(shop), topic: topics.shoprenter })
      const order = { innerId: String(object), innerResourceId: `orders/${externalIdOf.shoprenter(object)}` }
      const body = JSON.stringify({ orders: { order: [order] }, sent: deliveryIdOf(number) })
      return { path: address.pathname, headers: { 'content-type': 'application/json' }, body }
    },
    shopline({ number, shop, object }: PlannedDelivery): Webhook {
      const body = JSON.stringify({
        merchant_id: domainOf(shop),
        resource: { _id: externalIdOf.shopline(object) },
        topic: topics.shopline,
        trace_id: deliveryIdOf(number),
      })
      const timestamp = '1780000000'
      const sign_ = sign(`${timestamp}:${body}`).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-shopline-developer-event-timestamp': timestamp }
      return { path: `/webhooks/shopline?sign=${sign_}`, headers, body }
    },
  }
  return (delivery) => write[platformOf(delivery.shop)](delivery)
}
