import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { BudgetPolicy } from '@shopmirror/platforms'
import { shareUsed, startModelBucket } from '@shopmirror/test/model-bucket.ts'
import { testRedis } from '@shopmirror/test/redis.ts'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { createShopBudget, type Lane } from '../src/shop-budget.ts'
import type { BucketTask } from './support/bucket-caller.ts'

const PROCESSES = 4
/** Ten times as fast as a standard plan's, so that seconds tell what there is to tell. */
const maximum = 2_000
const restorePerSecond = 1_000
const told = { maximum, restorePerSecond }
const policy: BudgetPolicy = { unit: 'points', perSecond: 50, burst: 1_000 }
const COST = 60
const RUN_MS = 6_000
/** The bucket is full at first; from here on only what comes back is used. */
const FILLED_MS = 2_500

const corner = testRedis()
const redis = new Redis(corner.url)
const budget = createShopBudget({ redis, prefix: corner.prefix })
const processes: ChildProcess[] = []
afterAll(async () => {
  redis.disconnect()
  for (const child of processes) child.kill()
  await corner[Symbol.asyncDispose]()
})

interface Traffic {
  lane: Lane
  callers: number
  answerAfterMs: () => number
  chargedShare?: number
}

async function run({ lane, callers, ...answers }: Traffic) {
  await using bucket = await startModelBucket({ ...told, ...answers })
  const key = `paper:${randomUUID()}`
  await budget.learn({ key, policy, signal: { kind: 'level', booking: 'none', available: maximum, ...told } })
  const task: BucketTask = {
    ...{ redisUrl: corner.url, prefix: corner.prefix, key, bucketUrl: bucket.url },
    ...{ policy, lane, callers: callers / PROCESSES, cost: COST, forMs: RUN_MS },
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: PROCESSES }, () => runProcess(task)))
  return {
    calls: bucket.charges.length,
    refused: bucket.refused(),
    used: shareUsed(bucket, { from: startedAt + FILLED_MS, restorePerSecond }),
  }
}

async function runProcess(task: BucketTask): Promise<void> {
  const child = fork(join(import.meta.dirname, 'support', 'bucket-caller.ts'), { execArgv: [] })
  processes.push(child)
  child.send(task)
  await once(child, 'message')
  child.kill()
}

const steady = () => 250
const jittered = () => 20 + Math.random() * 400

describe.concurrent('a bucket whose level comes with each answer', () => {
  test.each<[string, Traffic]>([
    ['8 callers, refetch', { lane: 'refetch', callers: 8, answerAfterMs: steady }],
    ['20 callers, refetch', { lane: 'refetch', callers: 20, answerAfterMs: steady }],
    ['20 callers, push', { lane: 'push', callers: 20, answerAfterMs: steady }],
    ['20 callers, answers that overtake one another', { lane: 'push', callers: 20, answerAfterMs: jittered }],
    [
      '20 callers, half of the cost given back',
      { lane: 'refetch', callers: 20, answerAfterMs: jittered, chargedShare: 0.5 },
    ],
  ])('refuses nothing and is used whole: %s', async (_name, traffic) => {
    const { calls, refused, used } = await run(traffic)
    expect(calls).toBeGreaterThan(50)
    expect(refused).toBe(0)
    expect(used).toBeGreaterThanOrEqual(0.98)
  })
})
