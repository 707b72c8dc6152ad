import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { BucketLevel, BudgetPolicy } from '@shopmirror/platforms'
import { connectTo, mastersOf, testRedis } from '@shopmirror/test/redis.ts'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Booking, budgetKey, createShopBudget, type Lane } from '../src/budget/shop-budget.ts'
import type { CallerTask } from './support/budget-caller.ts'

const corner = testRedis()
const redis = connectTo(corner.address)
let now = Date.now()
const budget = createShopBudget({ redis, prefix: corner.prefix, now: () => now })
afterAll(async () => {
  redis.disconnect()
  await corner[Symbol.asyncDispose]()
})

let key: string
beforeEach(() => {
  key = `paper:${randomUUID()}`
})

const stateKey = () => budgetKey(corner.prefix, key)
const paced = (perSecond: number): BudgetPolicy => ({ unit: 'requests', perSecond, burst: 0 })
const ask = (lane: Lane, policy: BudgetPolicy, cost = 1) => budget.reserve({ key, cost, lane, policy })
const throttle = (policy: BudgetPolicy, retryAfterMs?: number) =>
  budget.learn({ key, policy, signal: { kind: 'throttled', ...(retryAfterMs && { retryAfterMs }) } })

const tellLevel = (policy: BudgetPolicy, level: Omit<BucketLevel, 'kind'>) =>
  budget.learn({ key, policy, signal: { kind: 'level', ...level } })

async function book(lane: Lane, policy: BudgetPolicy, cost = 1): Promise<Booking> {
  const answer = await ask(lane, policy, cost)
  if (!answer.booked) throw new Error(`Not booked: come back after ${answer.retryAfterMs} ms`)
  return answer
}

/** As if the shop had been called a moment ago. */
const warmUp = () => redis.hset(stateKey(), 'tat', now - 100)

/** Books one call after the other, each when the one before may go out. */
async function send(count: number, policy: BudgetPolicy): Promise<void> {
  for (let sent = 0; sent < count; sent++) now += (await book('push', policy)).waitMs
}

interface Grant {
  at: number
  cost: number
}

async function readGrants(): Promise<Grant[]> {
  const entries = await redis.lrange(`${stateKey()}:grants`, 0, -1)
  const grants = entries.map((entry) => {
    const [at, cost] = entry.split(' ').map(Number)
    return { at: at ?? 0, cost: cost ?? 0 }
  })
  return grants.sort((a, b) => a.at - b.at)
}

describe('a paced platform', () => {
  test('gets evenly spaced calls, slightly slower than the rate limit', async () => {
    await warmUp()
    for (let call = 0; call < 8; call++) await book('push', paced(5))
    const grants = await readGrants()
    const gaps = grants.slice(1).map(({ at }, index) => at - (grants[index]?.at ?? 0))
    for (const gap of gaps) expect(gap).toBeCloseTo(204, 1)
  })

  test('is not called faster because Redis forgot what was booked', async () => {
    const { waitMs } = await book('full', paced(5))
    expect(waitMs).toBeGreaterThan(190)
    await redis.unlink(stateKey())
    expect((await book('full', paced(5))).waitMs).toBeGreaterThan(190)
  })

  test('leaves the call that opens a connection more room', async () => {
    for (let call = 0; call < 3; call++) await book('push', paced(5))
    const [first, second, third] = (await readGrants()).map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeCloseTo(204 + 120, 1)
    expect((third ?? 0) - (second ?? 0)).toBeCloseTo(204, 1)
  })

  test('that was idle for long has saved nothing up', async () => {
    await send(2, paced(20))
    await redis.hset(stateKey(), 'tat', now - 3_000)
    const waits = [await book('push', paced(20)), await book('push', paced(20))].map(({ waitMs }) => waitMs)
    expect(waits[0]).toBe(0)
    expect(waits[1]).toBeGreaterThan(40)
  })

  test('counts a call that costs more as that many', async () => {
    await book('push', paced(10), 5)
    expect((await book('push', paced(10))).waitMs).toBeGreaterThan(500)
  })
})

describe('a lane', () => {
  test('waits for no more than the less urgent lanes may reserve ahead', async () => {
    await warmUp()
    const full = await Promise.all(Array.from({ length: 100 }, () => ask('full', paced(5))))
    expect(full.filter(({ booked }) => booked)).toHaveLength(2)
    expect((await book('push', paced(5))).waitMs).toBeLessThanOrEqual(2 * 204)
  })

  test.each([
    ['refetch', 'push'],
    ['incremental', 'refetch'],
    ['full', 'incremental'],
  ] as const)('%s is sent away while %s still books', async (lower, upper) => {
    await warmUp()
    while ((await ask(lower, paced(5))).booked);
    expect((await ask(upper, paced(5))).booked).toBe(true)
  })

  test('below leaves the last share of a burst to those above', async () => {
    const policy: BudgetPolicy = { unit: 'points', perSecond: 1, burst: 100 }
    await tellLevel(policy, { booking: 'none', available: 100, maximum: 100, restorePerSecond: 1 })
    const immediate = async (lane: Lane) => {
      let taken = 0
      for (; ; taken++) {
        const answer = await ask(lane, policy)
        if (!answer.booked || answer.waitMs > 0) return taken
      }
    }
    expect(await immediate('full')).toBe(60)
    expect(await immediate('incremental')).toBeGreaterThan(15)
    expect(await immediate('push')).toBeGreaterThan(15)
  })
})

test('every key of a shop is under the prefix, and they are together on one node of a cluster', async () => {
  await book('push', { unit: 'points', perSecond: 1, burst: 100 })
  const prefix = corner.prefix.replaceAll(/[{}]/g, '')
  const onNodes = await Promise.all((await mastersOf(redis)).map((master) => master.keys(`*${key}*`)))
  const [keys = [], ...others] = onNodes.filter((found) => found.length > 0)
  expect(others).toEqual([])
  const spent = keys.findIndex((each) => each.includes(':spent:'))
  expect(keys.splice(spent, 1)[0]?.startsWith(`${prefix}:{budget:${key}}:spent:`)).toBe(true)
  expect(keys.sort()).toEqual(['', ':grants', ':outstanding'].map((part) => `${prefix}:{budget:${key}}${part}`))
})

test('what each lane spent in the last five minutes is known, and forgotten later', async () => {
  let at = 1_800_000_000_000
  const clocked = createShopBudget({ redis, prefix: corner.prefix, now: () => at })
  const request = { key: `paper:${randomUUID()}`, policy: { unit: 'points', perSecond: 100, burst: 1_000 } } as const
  await clocked.reserve({ ...request, cost: 12.5, lane: 'full' })
  at += 4 * 60_000
  await clocked.reserve({ ...request, cost: 3, lane: 'push' })
  await clocked.reserve({ ...request, cost: 4, lane: 'push' })
  const none = { push: 0, refetch: 0, incremental: 0, full: 0 }
  expect(await clocked.spent(request.key)).toEqual({
    seconds: 300,
    perSecond: null,
    byLane: { ...none, push: 7, full: 12.5 },
  })
  at += 60_000
  expect((await clocked.spent(request.key)).byLane).toEqual({ ...none, push: 7 })
})

describe('deferred callers', () => {
  test('come back one slot after the other, not together', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask('full', paced(5))))
    const waits = answers.flatMap((answer) => (answer.booked ? [] : [answer.retryAfterMs]))
    expect(waits).toHaveLength(11)
    waits.slice(1).forEach((wait, index) => {
      expect(Math.abs(wait - (waits[index] ?? 0) - 204)).toBeLessThanOrEqual(25)
    })
  })

  test('who never come back cost the others nothing', async () => {
    const policy = paced(20)
    await Promise.all(Array.from({ length: 500 }, () => ask('full', policy)))
    await redis.hset(stateKey(), 'tat', now - 100)
    expect((await book('full', policy)).waitMs).toBe(0)
  })
})

describe('a 429', () => {
  test('stops calls for as long as the platform said', async () => {
    await throttle(paced(20), 3_000)
    const { waitMs } = await book('push', paced(20))
    expect(waitMs).toBeGreaterThan(2_900)
    expect(waitMs).toBeLessThanOrEqual(3_000)
  })

  test('lowers the rate to what the platform took within the second', async () => {
    await send(4, paced(5))
    expect(await throttle(paced(5))).toBe(3)
  })

  test('lowers the rate a little when all that was believed was taken, and only the distance was too small', async () => {
    await warmUp()
    await send(4, paced(3))
    expect(await throttle(paced(3))).toBeCloseTo(2.85)
  })

  test('halves the rate where nothing better is known', async () => {
    expect(await throttle(paced(5))).toBe(2.5)
  })

  test('teaches once, however many calls were under way', async () => {
    await throttle(paced(8))
    await throttle(paced(8))
    expect(await throttle(paced(8))).toBe(4)
  })

  test('after 429 never makes a shop slower than a tenth of its policy', async () => {
    for (let lesson = 0; lesson < 8; lesson++) {
      await redis.hset(stateKey(), 'ignore429Until', 0)
      await throttle(paced(10))
    }
    expect(await throttle(paced(10))).toBe(1)
  })

  test('is remembered for fifteen quiet minutes, then the rate climbs by a twentieth each minute, never above the policy', async () => {
    await throttle(paced(10), 1)
    const minutesAgo = (minutes: number) => redis.hset(stateKey(), 'lowered', now - minutes * 60_000, 'climbed', 0)
    const rateAfter = async (minutes: number) => {
      await redis.hset(stateKey(), 'rate', 5, 'tat', 0)
      await minutesAgo(minutes)
      return (await ask('push', paced(10))).perSecond
    }
    expect(await rateAfter(14.9)).toBe(5)
    expect(await rateAfter(15.1)).toBeCloseTo(5.5)
    expect(await rateAfter(18.1)).toBeCloseTo(7)
    expect(await rateAfter(500)).toBe(10)
  })

  test('that was never seen does not bind a shop whose policy is raised', async () => {
    await book('push', paced(3))
    expect((await book('push', paced(6))).perSecond).toBe(6)
  })
})

describe('the level of the platform’s own bucket', () => {
  const policy: BudgetPolicy = { unit: 'points', perSecond: 50, burst: 1_000 }
  const bucket = { maximum: 2_000, restorePerSecond: 100 }

  test('replaces the assumption about a new shop', async () => {
    const { id } = await book('push', policy, 100)
    await tellLevel(policy, { booking: id, charged: 100, available: 1_900, ...bucket })
    // Half a second's worth is left in the bucket.
    expect(await book('push', policy, 1_840)).toMatchObject({ waitMs: 0, perSecond: 100 })
    expect((await book('push', policy, 100)).waitMs).toBeGreaterThan(700)
  })

  test('does not erase calls that are booked and not answered yet', async () => {
    const { id } = await book('push', policy, 100)
    await tellLevel(policy, { booking: id, charged: 100, available: 1_900, ...bucket })
    const others = [await book('push', policy, 900), await book('push', policy, 900)]
    const [first] = others
    // Answered before either of the two arrived: its level does not include them.
    await tellLevel(policy, { booking: 'gone', available: 1_900, ...bucket })
    await tellLevel(policy, { booking: first?.id ?? '', charged: 900, available: 1_000, ...bucket })
    expect((await book('push', policy, 100)).waitMs).toBeGreaterThan(300)
  })

  test('reported late, after a newer answer, does not refund what the newer one spent', async () => {
    const [early, late] = [await book('push', policy, 100), await book('push', policy, 800)]
    await tellLevel(policy, { booking: late.id, charged: 800, available: 1_100, ...bucket })
    await tellLevel(policy, { booking: early.id, charged: 100, available: 1_900, ...bucket })
    expect((await book('push', policy, 1_100)).waitMs).toBeGreaterThan(300)
  })

  test('that is lower than what was booked, because others use the bucket, counts at once', async () => {
    const { id } = await book('push', policy, 10)
    await tellLevel(policy, { booking: id, charged: 10, available: 60, ...bucket })
    expect((await book('push', policy, 100)).waitMs).toBeGreaterThan(700)
  })

  test('refunds the difference between reserved and actual cost', async () => {
    const full = { available: 2_000, ...bucket }
    await tellLevel(policy, { booking: 'none', ...full })
    const { id } = await book('push', policy, 1_900)
    await tellLevel(policy, { booking: id, charged: 20, available: 1_980, ...bucket })
    expect((await book('push', policy, 1_800)).waitMs).toBe(0)
  })

  test('makes up for calls that were booked by processes that died', async () => {
    const lost = await Promise.all(Array.from({ length: 5 }, () => book('push', policy, 100)))
    const longAgo = now - 200_000
    const outstanding = `${stateKey()}:outstanding`
    for (const { id } of lost) await redis.hset(outstanding, id, `${longAgo} 100 0`)
    const { id } = await book('push', policy, 10)
    await tellLevel(policy, { booking: id, charged: 10, available: 1_990, ...bucket })
    expect((await book('push', policy, 1_900)).waitMs).toBe(0)
    expect(await redis.hlen(outstanding)).toBe(1)
  })
})

describe('a booking that is not used', () => {
  test('is released when no later slot is reserved', async () => {
    await book('push', paced(5))
    const booking = await book('push', paced(5))
    expect(await budget.release(key, booking)).toBe(true)
    expect((await book('push', paced(5))).waitMs).toBeLessThanOrEqual(booking.waitMs)
  })

  test('of a bucket is released even if a later slot is reserved', async () => {
    const policy: BudgetPolicy = { unit: 'points', perSecond: 100, burst: 1_000 }
    await tellLevel(policy, { booking: 'none', available: 1_000, maximum: 1_000, restorePerSecond: 100 })
    const booking = await book('push', policy, 900)
    await book('push', policy, 10)
    expect(await budget.release(key, booking)).toBe(true)
    expect((await book('push', policy, 900)).waitMs).toBe(0)
    expect(await budget.release(key, booking)).toBe(false)
  })

  test('is kept when a later slot is reserved', async () => {
    const booking = await book('push', paced(5))
    await book('push', paced(5))
    expect(await budget.release(key, booking)).toBe(false)
  })
})

describe('several processes together', () => {
  const callers: ChildProcess[] = []
  afterAll(() => {
    for (const caller of callers) caller.disconnect()
  })

  test('never get more than the allowance over any window', async () => {
    const path = join(import.meta.dirname, 'support', 'budget-caller.ts')
    for (let index = 0; index < 3; index++) callers.push(fork(path, { execArgv: [] }))
    const lane = fc.constantFrom<Lane>('push', 'refetch', 'incremental', 'full')
    const policy = fc.record({
      unit: fc.constant('requests' as const),
      perSecond: fc.integer({ min: 30, max: 90 }),
      burst: fc.constantFrom(0, 0, 5, 20),
    })
    const calls = fc.array(fc.record({ lane, cost: fc.constantFrom(1, 1, 1, 3) }), { minLength: 4, maxLength: 16 })
    const shares = fc.tuple(calls, calls, calls)

    await fc.assert(
      fc.asyncProperty(policy, shares, async (bounds, tasks) => {
        key = `paper:${randomUUID()}`
        await Promise.all(tasks.map((task, index) => run(callers[index], { policy: bounds, calls: task })))
        const grants = await readGrants()
        expect(grants).toHaveLength(tasks.flat().length)
        expectWithin(grants, bounds)
      }),
      { numRuns: 8, endOnFailure: true },
    )
  })

  async function run(caller: ChildProcess | undefined, task: Pick<CallerTask, 'policy' | 'calls'>): Promise<void> {
    if (!caller) throw new Error('There is no such caller.')
    const done = once(caller, 'message')
    caller.send({ address: corner.address, prefix: corner.prefix, key, ...task } satisfies CallerTask)
    await done
  }
})

/** Over every window that begins and ends with a call: at most rate × time and what may go at once. */
function expectWithin(grants: Grant[], { perSecond, burst }: BudgetPolicy): void {
  const atOnce = Math.max(burst, ...grants.map(({ cost }) => cost))
  grants.forEach((first, from) => {
    let sum = 0
    for (const { at, cost } of grants.slice(from)) {
      sum += cost
      expect(sum).toBeLessThanOrEqual((perSecond * (at - first.at)) / 1_000 + atOnce + 0.01)
    }
  })
}
