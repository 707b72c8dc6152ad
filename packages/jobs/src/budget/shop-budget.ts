import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetPolicy, BudgetSignal } from '@shopmirror/platforms'
import type { Redis, Result } from 'ioredis'
import { type Lane, lanes, levelRules, RETRY_AFTER_MS, reserveRules, throttledRules } from './rules.ts'

export type { Lane } from './rules.ts'

export interface Booking {
  booked: true
  /** Names the call: the level that its answer tells is learned under this id. */
  id: string
  /** The call may go out then. */
  waitMs: number
  /** What is believed of the shop's allowance now. */
  perSecond: number
  /** What `giveBack` has to know. */
  before: string
  after: string
}

export interface SentAway {
  booked: false
  /** Ask again then. Callers sent away are spread, so that they do not come back together. */
  retryAfterMs: number
  perSecond: number
}

export interface ShopBudget {
  reserve(request: { key: string; cost: number; lane: Lane; policy: BudgetPolicy }): Promise<Booking | SentAway>
  /** A booking that will not be used. Answers whether it could be taken back: where calls are paced, not once another one is booked behind it. */
  giveBack(key: string, booking: Booking): Promise<boolean>
  /** Answers the rate per second that is believed from now on. */
  learn(request: { key: string; signal: BudgetSignal; policy: BudgetPolicy }): Promise<number>
}

type Keys = [state: string, grants: string, outstanding: string]

declare module 'ioredis' {
  interface RedisCommander<Context> {
    budgetReserve(...keysAndQuestion: [...Keys, question: string]): Result<[number, ...string[]], Context>
    budgetGiveBack(...keysAndBooking: [...Keys, id: string, before: string, after: string]): Result<number, Context>
    budgetLearnThrottled(state: string, grants: string, lesson: string): Result<string, Context>
    budgetLearnLevel(state: string, outstanding: string, told: string): Result<string, Context>
  }
}

export interface ShopBudgetOptions {
  redis: Redis
  prefix: string
  /** Milliseconds. Default: Redis' clock, which is the same for every process. */
  now?: () => number
}

/** One allowance per key for all processes together; one round trip a call. */
export function createShopBudget({ redis, prefix, now }: ShopBudgetOptions): ShopBudget {
  redis.defineCommand('budgetReserve', { numberOfKeys: 3, lua: readScript('reserve') })
  redis.defineCommand('budgetGiveBack', { numberOfKeys: 3, lua: readScript('give-back') })
  redis.defineCommand('budgetLearnThrottled', { numberOfKeys: 2, lua: readScript('learn-throttled') })
  redis.defineCommand('budgetLearnLevel', { numberOfKeys: 2, lua: readScript('learn-level') })
  const clock = () => now && { now: now() }
  const keysOf = (key: string): Keys => {
    const state = budgetKey(prefix, key)
    return [state, `${state}:grants`, `${state}:outstanding`]
  }

  return {
    async reserve({ key, cost, lane, policy: { perSecond, burst } }) {
      const id = randomUUID()
      const question = { booking: id, cost, lane, perSecond, burst, ...lanes[lane], ...reserveRules, ...clock() }
      return readAnswer(id, await redis.budgetReserve(...keysOf(key), JSON.stringify(question)))
    },

    async giveBack(key, { id, before, after }) {
      return (await redis.budgetGiveBack(...keysOf(key), id, before, after)) === 1
    },

    async learn({ key, signal, policy: { perSecond, burst } }) {
      const [state, grants, outstanding] = keysOf(key)
      if (signal.kind === 'level') {
        const told = JSON.stringify({ ...signal, ...levelRules, ...clock() })
        return Number(await redis.budgetLearnLevel(state, outstanding, told))
      }

      const { retryAfterMs = RETRY_AFTER_MS } = signal
      const lesson = JSON.stringify({ retryAfterMs, perSecond, burst, ...throttledRules, ...clock() })
      return Number(await redis.budgetLearnThrottled(state, grants, lesson))
    },
  }
}

/** The shop's part is in braces: all its keys are on one node of a cluster, and shops are spread over the nodes. */
export function budgetKey(prefix: string, key: string): string {
  return `${prefix.replaceAll(/[{}]/g, '')}:{budget:${key}}`
}

function readAnswer(
  id: string,
  [booked, wait, rate, before = '', after = '']: [number, ...string[]],
): Booking | SentAway {
  // Rounded up: a timer that fires in the middle of a millisecond would be early.
  const waitMs = Math.max(0, Math.ceil(Number(wait)))
  const perSecond = Number(rate)
  return booked === 1
    ? { booked: true, id, waitMs, perSecond, before, after }
    : { booked: false, retryAfterMs: Math.max(1, waitMs), perSecond }
}

function readScript(name: string): string {
  return readFileSync(join(import.meta.dirname, `${name}.lua`), 'utf8')
}
