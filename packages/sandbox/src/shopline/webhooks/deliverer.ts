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
  /** How long an answer is waited for, ms. https://shopline-developers.readme.io/docs/best-practices */
  answerMs: Record<Delivery['kind'], number>
}

export interface Delivery {
  url: string
  topic: string
  body: object
  /** The app's come soon or not at all; a merchant's wait longer. */
  kind: 'app' | 'merchant'
}

/** A line of the webhook log. */
export interface Logged extends Delivery {
  accepted: boolean
  tries: number
}

export interface Deliverer {
  policy: DeliveryPolicy
  breaker: Breaker
  counts: { sent: number; accepted: number; failed: number; lost: number; duplicated: number; suspended: number }
  send(delivery: Delivery): void
  /** The oldest first; of very many only the last. */
  readonly log: readonly Logged[]
  /** By hand from the log: everything that was not accepted, or all with this topic or `trace_id`. Answers how many. */
  resend(topicOrTrace?: string): number
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

const LATE_MS = 300
const LOG_MAX = 10_000

export function createDeliverer({ clock, secrets, random = Math.random }: DelivererOptions): Deliverer {
  const policy: DeliveryPolicy = {
    ...{ retries: 3, retryMs: 200, duplicates: 0, late: 0, lost: 0 },
    ...{ signsMerchantHooks: false, answerMs: { app: 3_000, merchant: 15_000 } },
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
      delivery.tries += 1
      const secret = delivery.kind === 'app' || policy.signsMerchantHooks ? secrets[0] : undefined
      const answerMs = policy.answerMs[delivery.kind]
      if (await post(delivery, { secret, now: clock.now(), answerMs, dispatcher: agent })) {
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
    ...{ policy, breaker, counts, log },
    send(delivery) {
      const logged = { ...delivery, accepted: false, tries: 0 }
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
    resend(name) {
      const isNamed = ({ topic, body }: Logged) => topic === name || traceOf(body) === name
      const wanted = log.filter((delivery) => (name === undefined ? !delivery.accepted : isNamed(delivery)))
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
  answerMs: number
  dispatcher: Agent
}

/** Webhooks of a merchant have none. */
export function traceOf(body: object): string | null {
  return 'trace_id' in body ? String(body.trace_id) : null
}

/** The time that is signed is that of the try. */
async function post({ url, body }: Delivery, { secret, now, answerMs, dispatcher }: Sending): Promise<boolean> {
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
      signal: AbortSignal.timeout(answerMs),
    })
    await answer.body.dump()
    return answer.statusCode >= 200 && answer.statusCode < 300
  } catch {
    return false
  }
}
