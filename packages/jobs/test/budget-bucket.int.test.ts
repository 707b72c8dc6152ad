import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { BudgetPolicy } from '@shopmirror/platforms'
import { createModelBucket, shareUsed, startModelBucket } from '@shopmirror/test/model-bucket.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { createSimulatedTime } from '@shopmirror/test/simulated-time.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { createShopBudget, type Lane } from '../src/budget/shop-budget.ts'
import type { BucketTask } from './support/bucket-caller.ts'

const caller = join(import.meta.dirname, 'support', 'bucket-caller.ts')

/** A standard plan's. */
const reported = { maximum: 2_000, restorePerSecond: 100 }
const policy: BudgetPolicy = { unit: 'points', perSecond: 50, burst: 1_000 }
const COST = 60
const RUN_MS = 120_000
/** The bucket is full at first; from here on only what comes back is used. */
const FILLED_MS = 60_000

const steady = () => 250
const jittered = () => 20 + Math.random() * 400

const corner = testRedis()
const redis = connectTo(corner.address)
afterAll(async () => {
  redis.disconnect()
  await corner[Symbol.asyncDispose]()
})

interface Traffic {
  lane: Lane
  callers: number
  answerAfterMs: () => number
  chargedShare?: number
}

/** Callers that call again and again within the shop's budget, on simulated time and a real Redis. */
async function run({ lane, callers, answerAfterMs, ...charges }: Traffic) {
  const time = createSimulatedTime()
  const bucket = createModelBucket({ ...reported, ...charges, now: time.now })
  const budget = createShopBudget({ redis, prefix: corner.prefix, now: time.now })
  const key = `paper:${randomUUID()}`
  await budget.learn({
    key,
    policy,
    signal: { kind: 'level', booking: 'none', available: reported.maximum, ...reported },
  })

  const call = async () => {
    const answer = await budget.reserve({ key, cost: COST, lane, policy })
    await time.sleep(answer.booked ? answer.waitMs : answer.retryAfterMs)
    if (!answer.booked) return
    const onTheWayMs = answerAfterMs() / 2
    await time.sleep(onTheWayMs)
    const finish = bucket.take(COST)
    await time.sleep(onTheWayMs)
    await budget.learn({ key, policy, signal: { kind: 'level', booking: answer.id, ...finish() } })
  }
  await time.run(
    Array.from({ length: callers }, () => async () => {
      while (time.now() < RUN_MS) await call()
    }),
  )
  const { restorePerSecond } = reported
  return { refused: bucket.refused(), used: shareUsed(bucket, { from: FILLED_MS, restorePerSecond }) }
}

test('20 callers of four processes are refused nothing', async () => {
  await using bucket = await startModelBucket({ ...reported, restorePerSecond: 1_000, answerAfterMs: jittered })
  const { prefix, address } = corner
  const task: BucketTask = {
    ...{ address, prefix, policy, key: `paper:${randomUUID()}`, bucketUrl: bucket.url },
    ...{ lane: 'push', callers: 5, cost: COST },
  }
  const children = Array.from({ length: 4 }, () => fork(caller, { execArgv: [] }))
  try {
    for (const child of children) child.send(task)
    await until(() => bucket.charges.length > 150, { timeoutMs: 25_000 })
  } finally {
    for (const child of children) child.kill()
  }
  expect(bucket.refused()).toBe(0)
})

describe('a bucket whose level is in each answer', () => {
  test.each<[string, Traffic]>([
    ['6 callers, refetch', { lane: 'refetch', callers: 6, answerAfterMs: steady }],
    ['20 callers, refetch', { lane: 'refetch', callers: 20, answerAfterMs: steady }],
    ['6 callers, push', { lane: 'push', callers: 6, answerAfterMs: steady }],
    ['20 callers, push', { lane: 'push', callers: 20, answerAfterMs: steady }],
    ['20 callers, answers that overtake one another', { lane: 'push', callers: 20, answerAfterMs: jittered }],
    ['20 callers, half is given back', { lane: 'refetch', callers: 20, answerAfterMs: jittered, chargedShare: 0.5 }],
  ])('refuses nothing and is fully used: %s', async (_name, traffic) => {
    const { refused, used } = await run(traffic)
    expect(refused).toBe(0)
    expect(used).toBeGreaterThanOrEqual(0.98)
  })
})
