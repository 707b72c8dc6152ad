import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { Clock } from '../../clock.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { signBody } from './sign.ts'

export interface DeliveryPolicy {
  /** Tries after a failed one. How many there are of app webhooks is not documented. */
  retries: number
  /** Between tries, ms; not documented. */
  retryMs: number
  /** Parts of the deliveries, 0–1, that come twice, later than others, or never. */
  duplicates: number
  late: number
  lost: number
  /** Whether webhooks that a merchant's token made are signed as the app's are; not documented. */
  signsMerchantHooks: boolean
}

export interface Delivery {
  url: string
  topic: string
  body: object
  /** The app's come soon or not at all; a merchant's wait longer. */
  kind: 'app' | 'merchant'
}

export interface Deliverer {
  policy: DeliveryPolicy
  breaker: Breaker
  counts: { sent: number; accepted: number; failed: number; lost: number; duplicated: number; suspended: number }
  send(delivery: Delivery): void
  /** By hand from the log: everything that was not accepted, or all of a topic. Answers how many. */
  resend(topic?: string): number
  /** Resolves when all are out. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface DelivererOptions {
  clock: Clock
  /** Of the app: the first signs. */
  secrets: readonly string[]
  random?: () => number
}

/** https://shopline-developers.readme.io/docs/best-practices */
const ANSWER_MS = { app: 3_000, merchant: 15_000 } as const
const LATE_MS = 300
const LOG_MAX = 10_000

type Logged = Delivery & { accepted: boolean }

export function createDeliverer({ clock, secrets, random = Math.random }: DelivererOptions): Deliverer {
  const policy: DeliveryPolicy = {
    ...{ retries: 3, retryMs: 200, duplicates: 0, late: 0, lost: 0 },
    signsMerchantHooks: false,
  }
  const counts = { sent: 0, accepted: 0, failed: 0, lost: 0, duplicated: 0, suspended: 0 }
  const breaker = createBreaker(clock)
  const agent = new Agent()
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()
  const log: Logged[] = []
  const wait = (ms: number) => pause(ms, undefined, { signal: stop.signal })
  const track = (work: Promise<void>) => {
    const settled = work.catch(() => {}).finally(() => underWay.delete(settled))
    underWay.add(settled)
  }

  const attempt = async (delivery: Logged) => {
    for (let tries = 0; tries <= policy.retries; tries++) {
      if (breaker.isOpen()) {
        counts.suspended += 1
        return
      }
      counts.sent += 1
      const secret = delivery.kind === 'app' || policy.signsMerchantHooks ? secrets[0] : undefined
      if (await post(delivery, { secret, now: clock.now(), dispatcher: agent })) {
        counts.accepted += 1
        delivery.accepted = true
        return
      }
      breaker.failed()
      if (tries < policy.retries) await wait(policy.retryMs)
    }
    counts.failed += 1
  }
  const out = (delivery: Logged) => {
    const begin = random() < policy.late ? wait(random() * LATE_MS) : Promise.resolve()
    track(begin.then(() => attempt(delivery)))
  }

  return {
    ...{ policy, breaker, counts },
    send(delivery) {
      const logged = { ...delivery, accepted: false }
      log.push(logged)
      if (log.length > LOG_MAX) log.shift()
      if (random() < policy.lost) {
        counts.lost += 1
        return
      }
      out(logged)
      if (random() >= policy.duplicates) return
      counts.duplicated += 1
      track(wait(random() * LATE_MS).then(() => attempt(logged)))
    },
    resend(topic) {
      const wanted = log.filter((delivery) => (topic === undefined ? !delivery.accepted : delivery.topic === topic))
      for (const delivery of wanted) out(delivery)
      return wanted.length
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

interface Sending {
  secret: string | undefined
  now: number
  dispatcher: Agent
}

/** The time that is signed is that of the try. */
async function post({ url, body, kind }: Delivery, { secret, now, dispatcher }: Sending): Promise<boolean> {
  const timestamp = String(Math.floor(now / 1_000))
  const address = new URL(url)
  if (secret !== undefined) address.searchParams.set('sign', signBody(body, timestamp, secret))
  try {
    const answer = await request(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret !== undefined && { 'x-shopline-developer-event-timestamp': timestamp }),
      },
      body: JSON.stringify(body),
      dispatcher,
      signal: AbortSignal.timeout(ANSWER_MS[kind]),
    })
    await answer.body.dump()
    return answer.statusCode >= 200 && answer.statusCode < 300
  } catch {
    return false
  }
}
