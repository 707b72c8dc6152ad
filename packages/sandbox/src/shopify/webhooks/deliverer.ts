import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { Clock } from '../../clock.ts'

export interface DeliveryPolicy {
  /** Tries after a failed one. */
  retries: number
  /** Of the platform's waits (four hours in all), which are divided by it. */
  hurry: number
  /** Parts of the deliveries, 0–1, that come twice, later than others, or never. */
  duplicates: number
  late: number
  lost: number
}

export interface Delivery {
  domain: string
  topic: string
  uri: string
  /** The same for all subscriptions that one event reaches. */
  eventId: string
  body: string
  /** Of the receiving app; the first signs. */
  secrets: readonly string[]
}

export interface Deliverer {
  policy: DeliveryPolicy
  /** `given up` is called after the last try. */
  send(delivery: Delivery, givenUp?: () => void): void
  /** Resolves when all are out. */
  idle(): Promise<void>
  counts: { sent: number; accepted: number; failed: number; lost: number; duplicated: number }
  close(): Promise<void>
}

interface DelivererOptions {
  clock: Clock
  random?: () => number
}

const CONNECT_MS = 1_000
const WHOLE_MS = 5_000
/** Eight waits, four hours. */
const WAITS_MS = [60, 120, 240, 480, 900, 1_800, 3_600, 7_200].map((seconds) => seconds * 1_000)
const LATE_MS = 400
const VERSION = '2026-10'

/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https: what is signed is what is sent, every time alike. */
export function createDeliverer({ clock, random = Math.random }: DelivererOptions): Deliverer {
  const policy: DeliveryPolicy = { retries: 8, hurry: 3_000, duplicates: 0, late: 0, lost: 0 }
  const counts = { sent: 0, accepted: 0, failed: 0, lost: 0, duplicated: 0 }
  const agent = new Agent({ connect: { timeout: CONNECT_MS } })
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()
  const track = (work: Promise<void>) => {
    const settled = work.catch(() => {}).finally(() => underWay.delete(settled))
    underWay.add(settled)
  }
  const wait = (ms: number) => pause(ms, undefined, { signal: stop.signal })

  const attempt = async (delivery: Delivery, headers: Record<string, string>, givenUp?: () => void) => {
    for (let tries = 0; tries <= policy.retries; tries++) {
      counts.sent += 1
      // Whatever secret is current when it goes out.
      if (
        await post(
          delivery,
          { ...headers, 'x-shopify-hmac-sha256': sign(delivery.body, delivery.secrets[0] ?? '') },
          agent,
        )
      ) {
        counts.accepted += 1
        return
      }
      if (tries < policy.retries) await wait((WAITS_MS[tries] ?? 0) / policy.hurry)
    }
    counts.failed += 1
    givenUp?.()
  }

  return {
    policy,
    counts,
    send(delivery, givenUp) {
      if (random() < policy.lost) {
        counts.lost += 1
        return
      }
      const headers = headersOf(delivery, clock.now())
      const begin = random() < policy.late ? wait(random() * LATE_MS) : Promise.resolve()
      track(begin.then(() => attempt(delivery, headers, givenUp)))
      if (random() >= policy.duplicates) return
      counts.duplicated += 1
      track(wait(random() * LATE_MS).then(() => attempt(delivery, headers, givenUp)))
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async close() {
      stop.abort()
      await agent.destroy()
    },
  }
}

function headersOf({ domain, topic, eventId }: Delivery, now: number): Record<string, string> {
  return {
    ...{ 'content-type': 'application/json', 'user-agent': 'Shopify-Captain-Hook', 'x-shopify-topic': topic },
    ...{ 'x-shopify-shop-domain': domain, 'x-shopify-api-version': VERSION },
    ...{ 'x-shopify-webhook-id': randomUUID(), 'x-shopify-event-id': eventId },
    'x-shopify-triggered-at': new Date(now).toISOString(),
  }
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64')
}

async function post({ uri, body }: Delivery, headers: Record<string, string>, dispatcher: Agent): Promise<boolean> {
  try {
    const answer = await request(uri, {
      method: 'POST',
      headers,
      body,
      dispatcher,
      signal: AbortSignal.timeout(WHOLE_MS),
    })
    await answer.body.dump()
    return answer.statusCode >= 200 && answer.statusCode < 300
  } catch {
    return false
  }
}
