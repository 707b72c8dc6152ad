import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetPolicy, BudgetSignal } from '@shopmirror/platforms'
import type { Result } from 'ioredis'
import type { RedisConnection } from '../queue/open-redis.ts'
import { redisKey } from '../queue/redis-keys.ts'
import { type Lane, lanes, levelRules, RETRY_AFTER_MS, reserveRules, throttledRules } from './rules.ts'

export type { Lane } from './rules.ts'

/** A reserved slot of a shop's rate limit. */
export interface Booking {
  booked: true
  /** Names the call: the bucket level that its answer reports is learned under this id. */
  id: string
  /** The call may be sent after this, ms. */
  waitMs: number
  /** Current estimate of the shop's rate limit, in the platform's unit (requests or cost points). */
  perSecond: number
  /** Opaque; `release` needs both. */
  before: string
  after: string
}

/** No slot is free within the lane's horizon. */
export interface Deferred {
  booked: false
  /** Call `reserve` again after this, ms. Differs per caller, so that deferred callers do not return together. */
  retryAfterMs: number
  perSecond: number
}

/** What a shop's rate limit was spent on, in the platform's unit. */
export interface Spent {
  /** The time that is looked at. */
  seconds: number
  /** Current estimate of the rate limit, if it differs from the policy's. */
  perSecond: number | null
  byLane: Record<Lane, number>
}

/**
 * A shop's rate limit, shared by all processes. `key` identifies a platform and shop. Every method throws when Redis
 * fails.
 */
export interface ShopBudget {
  /** Reserves the next free slot. `cost` in the platform's unit. Throws what Redis throws. */
  reserve(request: { key: string; cost: number; lane: Lane; policy: BudgetPolicy }): Promise<Booking | Deferred>
  /**
   * Returns an unused slot. `false` when it could not be released: on paced platforms, once a later slot is reserved.
   */
  release(key: string, booking: Booking): Promise<boolean>
  /** What each lane has spent lately. */
  spent(key: string): Promise<Spent>
  /** Updates the estimate from an answer (429 or bucket level). Returns the new rate per second. */
  learn(request: { key: string; signal: BudgetSignal; policy: BudgetPolicy }): Promise<number>
}

type Keys = [state: string, grants: string, outstanding: string]

const MINUTE_MS = 60_000
/** Minutes that `spent` looks back, the current one included. */
const SPENT_MINUTES = 5

declare module 'ioredis' {
  interface RedisCommander<Context> {
    budgetReserve(...keysAndRequest: [...Keys, spent: string, request: string]): Result<[number, ...string[]], Context>
    budgetRelease(...keysAndBooking: [...Keys, id: string, before: string, after: string]): Result<number, Context>
    budgetLearnThrottled(state: string, grants: string, signal: string): Result<string, Context>
    budgetLearnLevel(state: string, outstanding: string, signal: string): Result<string, Context>
  }
}

/** `prefix`: prefix of all our keys in Redis. */
export interface ShopBudgetOptions {
  redis: RedisConnection
  prefix: string
  /** Milliseconds. Default: the clock of Redis, which is the same for every process. */
  now?: () => number
}

/** One rate limit per key, shared by all processes. One round trip to Redis per call. */
export function createShopBudget({ redis, prefix, now }: ShopBudgetOptions): ShopBudget {
  redis.defineCommand('budgetReserve', { numberOfKeys: 4, lua: readScript('reserve') })
  redis.defineCommand('budgetRelease', { numberOfKeys: 3, lua: readScript('release') })
  redis.defineCommand('budgetLearnThrottled', { numberOfKeys: 2, lua: readScript('learn-throttled') })
  redis.defineCommand('budgetLearnLevel', { numberOfKeys: 2, lua: readScript('learn-level') })
  const clock = () => now && { now: now() }
  const keysOf = (key: string): Keys => {
    const state = budgetKey(prefix, key)
    return [state, `${state}:grants`, `${state}:outstanding`]
  }

  const spentKey = (key: string, minutesAgo = 0) => {
    const minute = Math.floor((now?.() ?? Date.now()) / MINUTE_MS) - minutesAgo
    return `${budgetKey(prefix, key)}:spent:${minute}`
  }

  return {
    async reserve({ key, cost, lane, policy: { perSecond, burst } }) {
      const id = randomUUID()
      const request = { booking: id, cost, lane, perSecond, burst, ...lanes[lane], ...reserveRules, ...clock() }
      return readAnswer(id, await redis.budgetReserve(...keysOf(key), spentKey(key), JSON.stringify(request)))
    },

    async release(key, { id, before, after }) {
      return (await redis.budgetRelease(...keysOf(key), id, before, after)) === 1
    },

    async spent(key) {
      const pipeline = redis.pipeline().hmget(budgetKey(prefix, key), 'rate', 'reportedRate')
      for (let minute = 0; minute < SPENT_MINUTES; minute++) pipeline.hgetall(spentKey(key, minute))
      const [state, ...minutes] = ((await pipeline.exec()) ?? []).map(([error, value]) => {
        if (error) throw error
        return value
      })
      const [rate, reported] = (state ?? []) as (string | null)[]
      return {
        seconds: (SPENT_MINUTES * MINUTE_MS) / 1_000,
        perSecond: Number(rate ?? reported ?? 0) || null,
        byLane: totalByLane(minutes as Record<string, string>[]),
      }
    },

    async learn({ key, signal, policy: { perSecond, burst } }) {
      const [state, grants, outstanding] = keysOf(key)
      if (signal.kind === 'level') {
        const level = JSON.stringify({ ...signal, ...levelRules, ...clock() })
        return Number(await redis.budgetLearnLevel(state, outstanding, level))
      }

      const { retryAfterMs = RETRY_AFTER_MS } = signal
      const throttled = JSON.stringify({ retryAfterMs, perSecond, burst, ...throttledRules, ...clock() })
      return Number(await redis.budgetLearnThrottled(state, grants, throttled))
    },
  }
}

/** Key of a shop's rate limit. */
export function budgetKeyOf(platformId: string, domain: string): string {
  return `${platformId}:${domain}`
}

/**
 * The shop's part is a hash tag (in braces): all its keys are on one node of a Redis Cluster, and shops are spread over
 * the nodes.
 */
export function budgetKey(prefix: string, key: string): string {
  return redisKey(prefix, `{budget:${key}}`)
}

function totalByLane(minutes: readonly Record<string, string>[]): Record<Lane, number> {
  const total = (lane: Lane) => minutes.reduce((sum, minute) => sum + Number(minute[lane] ?? 0), 0)
  return { push: total('push'), refetch: total('refetch'), incremental: total('incremental'), full: total('full') }
}

function readAnswer(
  id: string,
  [booked, wait, rate, before = '', after = '']: [number, ...string[]],
): Booking | Deferred {
  // Rounded up, because a timer set to a fraction of a millisecond could fire early.
  const waitMs = Math.max(0, Math.ceil(Number(wait)))
  const perSecond = Number(rate)
  return booked === 1
    ? { booked: true, id, waitMs, perSecond, before, after }
    : { booked: false, retryAfterMs: Math.max(1, waitMs), perSecond }
}

function readScript(name: string): string {
  return readFileSync(join(import.meta.dirname, `${name}.lua`), 'utf8')
}
