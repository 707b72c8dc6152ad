import rateLimit from '@fastify/rate-limit'
import { type RedisConnection, redisKey } from '@shopmirror/jobs'
import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const WINDOW_MS = 60_000
/** Keys, such as addresses, that one process counts while Redis is down; the least recently counted one is dropped first. */
const KEYS_MAX = 5_000

/** Limit for credentials that have not recently been valid, per address and minute. */
export interface AddressLimitOptions {
  redis: RedisConnection
  /** Prefix of all our keys in Redis. */
  prefix: string
  /** Attempts per address. */
  perMinute: number
  now(): Date
}

/** Counts one attempt of the caller's address. Throws `too-many-requests` beyond the limit. */
export type AddressLimit = (request: Pick<FastifyRequest, 'ip'>) => Promise<void>

/** See `createAttemptLimit`. */
export function createAddressLimit({ perMinute, ...counters }: AddressLimitOptions): AddressLimit {
  const limit = createAttemptLimit(counters)
  return ({ ip }) => limit(addressOf(ip), { max: perMinute, windowMs: WINDOW_MS })
}

/** So many attempts within a window that begins with the first of them. */
export interface AttemptRule {
  max: number
  windowMs: number
}

/** Counts one attempt under a key. Throws `too-many-requests` beyond the rule's limit. */
export type AttemptLimit = (key: string, rule: AttemptRule) => Promise<void>

/** Counts in Redis for all processes; while Redis is down, each process counts for itself. */
export function createAttemptLimit({ redis, prefix, now }: Omit<AddressLimitOptions, 'perMinute'>): AttemptLimit {
  const countHere = createLocalCounter(now)
  return async (key, { max, windowMs }) => {
    const inRedis = countInRedis(redis, redisKey(prefix, `tries:${key}`), windowMs)
    const { count, leftMs } = await inRedis.catch(() => countHere(key, windowMs))
    if (count > max) throw tooManyRequests(leftMs)
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

async function countInRedis(redis: RedisConnection, key: string, windowMs: number): Promise<Counted> {
  const answers = await redis.multi().set(key, 0, 'PX', windowMs, 'NX').incr(key).pttl(key).exec()
  const [, count, leftMs] = (answers ?? []).map(([error, value]) => {
    if (error) throw error
    return Number(value)
  })
  if (count === undefined || leftMs === undefined) throw new Error('Redis aborted the transaction.')
  return { count, leftMs }
}

function createLocalCounter(now: () => Date): (key: string, windowMs: number) => Counted {
  const known = new Map<string, { count: number; endsAt: number }>()
  return (key, windowMs) => {
    const at = now().getTime()
    const before = known.get(key)
    const window = before && before.endsAt > at ? before : { count: 0, endsAt: at + windowMs }
    window.count += 1
    known.delete(key)
    known.set(key, window)
    if (known.size > KEYS_MAX) known.delete(known.keys().next().value ?? '')
    return { count: window.count, leftMs: window.endsAt - at }
  }
}
