import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import type { Hook } from './webhook-registry.ts'

export interface DeliveryPolicy {
  /** Tries after a failed one. */
  retries: number
  /** Parts of the deliveries, 0–1, that come twice, later than others, or never. */
  duplicates: number
  late: number
  lost: number
  encoding: 'multipart' | 'urlencoded' | 'json'
}

export interface Deliverer {
  policy: DeliveryPolicy
  send(hook: Hook, payload: unknown): void
  /** Resolves when all are out. */
  idle(): Promise<void>
  counts: { sent: number; accepted: number; failed: number; lost: number; duplicated: number }
}

const RETRY_MS = 200
const LATE_MS = 400

export function createDeliverer(random: () => number = Math.random): Deliverer {
  const policy: DeliveryPolicy = { retries: 3, duplicates: 0, late: 0, lost: 0, encoding: 'multipart' }
  const counts = { sent: 0, accepted: 0, failed: 0, lost: 0, duplicated: 0 }
  const underWay = new Set<Promise<void>>()
  const track = (work: Promise<void>) => {
    underWay.add(work)
    work.finally(() => underWay.delete(work))
  }

  const attempt = async (hook: Hook, json: string): Promise<void> => {
    const { headers, body } = encode(json, policy.encoding)
    for (let tries = 0; tries <= policy.retries; tries++) {
      counts.sent += 1
      if (await post(hook.url, headers, body)) {
        counts.accepted += 1
        return
      }
      await pause(RETRY_MS * (tries + 1))
    }
    counts.failed += 1
  }

  return {
    policy,
    counts,
    send(hook, payload) {
      if (random() < policy.lost) {
        counts.lost += 1
        return
      }
      const json = escapeLikePhp(JSON.stringify(payload))
      const begin = random() < policy.late ? pause(random() * LATE_MS) : Promise.resolve()
      track(begin.then(() => attempt(hook, json)))
      if (random() >= policy.duplicates) return
      counts.duplicated += 1
      track(pause(random() * LATE_MS).then(() => attempt(hook, json)))
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

function escapeLikePhp(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function encode(json: string, encoding: DeliveryPolicy['encoding']): { headers: Record<string, string>; body: string } {
  if (encoding === 'json') return { headers: { 'content-type': 'application/json' }, body: json }
  if (encoding === 'urlencoded')
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ data: json }).toString(),
    }
  const boundary = `------------------------${randomUUID().slice(0, 16)}`
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="data"\r\n\r\n${json}\r\n--${boundary}--\r\n`
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body }
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<boolean> {
  try {
    const answer = await request(url, { method: 'POST', headers: { ...headers, 'user-agent': 'ShopRenter' }, body })
    await answer.body.dump()
    return answer.statusCode < 300
  } catch {
    return false
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
