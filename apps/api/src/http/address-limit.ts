import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'
import { Problem } from './problem.ts'

const WINDOW_MS = 60_000
/** Addresses that one process counts while Redis is down; the least recently counted one is dropped first. */
const ADDRESSES_MAX = 5_000

/** Limit for credentials that have not recently been valid, per address and minute. */
export interface AddressLimitOptions {
  redis: Redis
  /** Prefix of all our keys in Redis. */
  prefix: string
  /** Attempts per address. */
  perMinute: number
  now(): Date
}

/** Counts one attempt of the caller's address. Throws `too-many-requests` beyond the limit. */
export type AddressLimit = (request: Pick<FastifyRequest, 'ip'>) => Promise<void>

/** Counts in Redis for all processes; while Redis is down, each process counts for itself. */
export function createAddressLimit({ redis, prefix, perMinute, now }: AddressLimitOptions): AddressLimit {
  const countHere = createLocalCounter(now)
  return async ({ ip }) => {
    const address = addressOf(ip)
    const { count, leftMs } = await countInRedis(redis, `${prefix}:tries:${address}`).catch(() => countHere(address))
    if (count > perMinute) throw tooManyRequests(leftMs)
  }
}

/** The unit that is counted: an IPv4 address, or an IPv6 /64 network, because one party usually has a whole one. */
export function addressOf(ip: string): string {
  return rateLimit.normalizeIP(ip)
}

/** 429 with `Retry-After`, in whole seconds and at least one. */
export function tooManyRequests(leftMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(leftMs / 1_000))
  return new Problem('too-many-requests', { parameters: { seconds: String(seconds) }, retryAfterSeconds: seconds })
}

interface Counted {
  count: number
  /** Time until the count restarts, ms. */
  leftMs: number
}

async function countInRedis(redis: Redis, key: string): Promise<Counted> {
  const answers = await redis.multi().set(key, 0, 'PX', WINDOW_MS, 'NX').incr(key).pttl(key).exec()
  const [, count, leftMs] = (answers ?? []).map(([error, value]) => {
    if (error) throw error
    return Number(value)
  })
  if (count === undefined || leftMs === undefined) throw new Error('Redis aborted the transaction.')
  return { count, leftMs }
}

function createLocalCounter(now: () => Date): (address: string) => Counted {
  const known = new Map<string, { count: number; endsAt: number }>()
  return (address) => {
    const at = now().getTime()
    const before = known.get(address)
    const window = before && before.endsAt > at ? before : { count: 0, endsAt: at + WINDOW_MS }
    window.count += 1
    known.delete(address)
    known.set(address, window)
    if (known.size > ADDRESSES_MAX) known.delete(known.keys().next().value ?? '')
    return { count: window.count, leftMs: window.endsAt - at }
  }
}
