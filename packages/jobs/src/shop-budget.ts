import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetPolicy, BudgetSignal } from '@shopmirror/platforms'
import type { Redis, Result } from 'ioredis'
import { type Lane, lanes, levelRules, RETRY_AFTER_MS, reserveRules, throttledRules } from './shop-budget/rules.ts'

export { HORIZON_MAX_MS, type Lane } from './shop-budget/rules.ts'

export interface Booking {
  booked: true
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
  /** A booking that will not be used. Answers whether it could be taken back: not once somebody has booked behind it. */
  giveBack(key: string, booking: Booking): Promise<boolean>
  /** Answers the rate per second that is believed from now on. */
  learn(request: { key: string; signal: BudgetSignal; policy: BudgetPolicy }): Promise<number>
}

declare module 'ioredis' {
  interface RedisCommander<Context> {
    budgetReserve(state: string, grants: string, question: string): Result<[number, ...string[]], Context>
    budgetGiveBack(state: string, grants: string, before: string, after: string): Result<number, Context>
    budgetLearnThrottled(state: string, grants: string, lesson: string): Result<string, Context>
    budgetLearnLevel(state: string, told: string): Result<string, Context>
  }
}

/** One allowance per key for all processes together, on Redis' clock; one round trip a call. */
export function createShopBudget({ redis, prefix = '' }: { redis: Redis; prefix?: string }): ShopBudget {
  redis.defineCommand('budgetReserve', { numberOfKeys: 2, lua: readScript('reserve') })
  redis.defineCommand('budgetGiveBack', { numberOfKeys: 2, lua: readScript('give-back') })
  redis.defineCommand('budgetLearnThrottled', { numberOfKeys: 2, lua: readScript('learn-throttled') })
  redis.defineCommand('budgetLearnLevel', { numberOfKeys: 1, lua: readScript('learn-level') })
  // In braces: all keys of a shop stand on one node of a cluster.
  const stateOf = (key: string) => `${prefix}{budget:${key}}`
  const grantsOf = (key: string) => `${stateOf(key)}:grants`

  return {
    async reserve({ key, cost, lane, policy: { perSecond, burst } }) {
      const question = JSON.stringify({ cost, lane, perSecond, burst, ...lanes[lane], ...reserveRules })
      return readAnswer(await redis.budgetReserve(stateOf(key), grantsOf(key), question))
    },

    async giveBack(key, { before, after }) {
      return (await redis.budgetGiveBack(stateOf(key), grantsOf(key), before, after)) === 1
    },

    async learn({ key, signal, policy: { perSecond, burst } }) {
      if (signal.kind === 'level')
        return Number(await redis.budgetLearnLevel(stateOf(key), JSON.stringify({ ...signal, ...levelRules })))

      const { retryAfterMs = RETRY_AFTER_MS } = signal
      const lesson = JSON.stringify({ retryAfterMs, perSecond, burst, ...throttledRules })
      return Number(await redis.budgetLearnThrottled(stateOf(key), grantsOf(key), lesson))
    },
  }
}

function readAnswer([booked, wait, rate, before = '', after = '']: [number, ...string[]]): Booking | SentAway {
  // Rounded up: a timer that fires in the middle of a millisecond would be early.
  const waitMs = Math.max(0, Math.ceil(Number(wait)))
  const perSecond = Number(rate)
  return booked === 1
    ? { booked: true, waitMs, perSecond, before, after }
    : { booked: false, retryAfterMs: Math.max(1, waitMs), perSecond }
}

function readScript(name: string): string {
  return readFileSync(join(import.meta.dirname, 'shop-budget', `${name}.lua`), 'utf8')
}
