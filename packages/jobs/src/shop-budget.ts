import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetPolicy, BudgetSignal } from '@shopmirror/platforms'
import type { Redis, Result } from 'ioredis'

/** From the most urgent to the least. */
export type Lane = 'push' | 'refetch' | 'incremental' | 'full'

interface LaneRule {
  /** How far ahead it may book, in calls: who is more urgent never waits behind more than this. */
  horizonCalls: number
  /** Share of a platform's burst it has to leave to the lanes above. */
  keepShare: number
}

const lanes: Record<Lane, LaneRule> = {
  push: { horizonCalls: 30, keepShare: 0 },
  refetch: { horizonCalls: 6.5, keepShare: 0.1 },
  incremental: { horizonCalls: 2.5, keepShare: 0.2 },
  full: { horizonCalls: 1.5, keepShare: 0.4 },
}

/** Nobody sleeps longer for a booked call, ms; beyond it the job goes back to the queue. */
export const HORIZON_MAX_MS = 10_000
/** Calls go out this much further apart than the allowance asks, so that a late timer does not squeeze them into one second. */
export const PACE_MARGIN = 0.02
/** What a 429 without `Retry-After` asks for, ms. */
const RETRY_AFTER_MS = 1_000
/** 429s this close together are one lesson, ms. */
const SETTLE_MS = 2_000
/** A learned rate climbs by `CLIMB_STEP` for every `CLIMB_QUIET_MS` without a 429, up to the policy's. */
export const CLIMB_QUIET_MS = 15 * 60_000
const CLIMB_STEP = 0.05
/** What is known of a shop is forgotten after a day without a call, ms. */
const FORGET_MS = 86_400_000

export type Reservation =
  /** Booked: the call may go out after `waitMs`. */
  | { booked: true; waitMs: number; perSecond: number }
  /** Not booked: ask again then. Callers sent away are spread, so that they do not come back together. */
  | { booked: false; retryAfterMs: number; perSecond: number }

export interface ShopBudget {
  reserve(request: { key: string; cost: number; lane: Lane; policy: BudgetPolicy }): Promise<Reservation>
  /** Answers the rate per second that is now believed. */
  learn(request: { key: string; signal: BudgetSignal; policy: BudgetPolicy }): Promise<number>
}

declare module 'ioredis' {
  interface RedisCommander<Context> {
    shopBudgetReserve(...args: (string | number)[]): Result<[number, string, string], Context>
    shopBudgetLearn(...args: (string | number)[]): Result<string, Context>
  }
}

/** One allowance per key for all processes together, on Redis' clock; one round trip a call. */
export function createShopBudget({ redis, prefix = '' }: { redis: Redis; prefix?: string }): ShopBudget {
  redis.defineCommand('shopBudgetReserve', { numberOfKeys: 2, lua: script('shop-budget.lua') })
  redis.defineCommand('shopBudgetLearn', { numberOfKeys: 2, lua: script('shop-budget-learn.lua') })
  const keysOf = (key: string) => [`${prefix}{budget:${key}}`, `${prefix}{budget:${key}}:grants`] as const

  return {
    async reserve({ key, cost, lane, policy }) {
      const { horizonCalls, keepShare } = lanes[lane]
      const { perSecond, burst } = policy
      const margin = burst === 0 ? PACE_MARGIN : 0
      const [booked, wait, rate] = await redis.shopBudgetReserve(
        ...[
          ...keysOf(key),
          cost,
          lane,
          perSecond,
          burst,
          horizonCalls,
          keepShare,
          margin,
          CLIMB_QUIET_MS,
          CLIMB_STEP,
          FORGET_MS,
          HORIZON_MAX_MS,
        ],
      )
      const waitMs = Math.max(0, Number(wait))
      return booked === 1
        ? { booked: true, waitMs, perSecond: Number(rate) }
        : { booked: false, retryAfterMs: Math.max(1, waitMs), perSecond: Number(rate) }
    },

    async learn({ key, signal, policy }) {
      const lesson =
        signal.kind === 'level'
          ? [signal.available, signal.maximum, signal.restorePerSecond]
          : [signal.retryAfterMs ?? RETRY_AFTER_MS, SETTLE_MS]
      const burst = signal.kind === 'level' ? signal.maximum : policy.burst
      const rate = await redis.shopBudgetLearn(
        ...[...keysOf(key), signal.kind, policy.perSecond, burst, FORGET_MS, ...lesson],
      )
      return Number(rate)
    },
  }
}

function script(file: string): string {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
}
