/**
 * Many callers of one Shopify shop on a standard plan, in several processes: a bucket of 2,000 points that gets 100 a
 * second back, calls of 60 points, answers after 250 ms. The shop is a model that does nothing but keep its bucket.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createShopBudget } from '@shopmirror/jobs'
import { shareUsed, startModelBucket } from '@shopmirror/test/model-bucket.ts'
import { testRedis } from '@shopmirror/test/redis.ts'
import { Redis } from 'ioredis'
import { report } from './report.ts'

const bucketOptions = { maximum: 2_000, restorePerSecond: 100 }
const policy = { unit: 'points', perSecond: 100, burst: 2_000 } as const
const COST = 60
const ANSWER_MS = 250
const PROCESSES = 4
const CALLERS = 20
const RUN_MS = 60_000
/** The bucket is emptied in less; from then on only what comes back is used. */
const NOT_COUNTED_MS = 10_000
const lanes = ['refetch', 'push'] as const

const callerFile = join(import.meta.dirname, '..', 'packages', 'jobs', 'test', 'support', 'bucket-caller.ts')

await using corner = testRedis()
const redis = new Redis(corner.url)
const budget = createShopBudget({ redis, prefix: corner.prefix })
for (const lane of lanes) await measure(lane)
redis.disconnect()

async function measure(lane: (typeof lanes)[number]): Promise<void> {
  await using bucket = await startModelBucket({ ...bucketOptions, answerAfterMs: () => ANSWER_MS })
  const key = `bench:${lane}`
  const level = { booking: 'none', available: bucketOptions.maximum, ...bucketOptions }
  await budget.learn({ key, policy, signal: { kind: 'level', ...level } })
  const task = { redisUrl: corner.url, prefix: corner.prefix, bucketUrl: bucket.url, key, policy, lane, cost: COST }
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      const child = fork(callerFile, { execArgv: [] })
      child.send({ ...task, callers: CALLERS / PROCESSES, forMs: RUN_MS })
      await once(child, 'message')
      child.disconnect()
    }),
  )
  const used = shareUsed(bucket, { from: startedAt + NOT_COUNTED_MS, ...bucketOptions })
  const name = `bucket: ${CALLERS} callers over ${PROCESSES} processes, ${lane}`
  report([
    { name: `${name}: THROTTLED`, value: bucket.refused(), target: { atMost: 0 } },
    { name: `${name}: points used ÷ restored`, value: used, target: { atLeast: 0.98 } },
  ])
}
