/**
 * Many callers of one Shopify shop on a standard plan, in several processes: a bucket of 2,000 points that gets 100 a
 * second back, calls of 60 points, answers after 250 ms. The shop is a model that does nothing but keep its bucket.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createShopBudget } from '@shopmirror/jobs'
import { shareUsed, startModelBucket } from '@shopmirror/test/model-bucket.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { eachRound, readExtent } from './options.ts'
import { report, summarize } from './report.ts'

const bucketOptions = { maximum: 2_000, restorePerSecond: 100 }
const policy = { unit: 'points', perSecond: 100, burst: 2_000 } as const
const COST = 60
const ANSWER_MS = 250
const PROCESSES = 4
const CALLERS = 20
const { rounds, seconds } = readExtent({ rounds: 1, seconds: 60 })
/** The bucket is emptied in less; from then on only what comes back is used. */
const NOT_COUNTED_MS = 10_000
const lanes = ['refetch', 'push'] as const

const callerFile = join(import.meta.dirname, '..', 'packages', 'jobs', 'test', 'support', 'bucket-caller.ts')

await using corner = testRedis()
const redis = connectTo(corner.address)
const budget = createShopBudget({ redis, prefix: corner.prefix })
for (const lane of lanes) {
  const results = await eachRound(rounds, (round) => measure(lane, round))
  const name = `bucket: ${CALLERS} callers over ${PROCESSES} processes, ${lane}`
  report([
    { name: `${name}: THROTTLED`, ...summarize(results.map(({ refused }) => refused)), target: { atMost: 0 } },
    {
      name: `${name}: points used ÷ restored`,
      ...summarize(results.map(({ used }) => used)),
      target: { atLeast: 0.98 },
    },
  ])
}
redis.disconnect()

async function measure(lane: (typeof lanes)[number], round: number) {
  await using bucket = await startModelBucket({ ...bucketOptions, answerAfterMs: () => ANSWER_MS })
  const key = `bench:${lane}:${round}`
  const level = { booking: 'none', available: bucketOptions.maximum, ...bucketOptions }
  await budget.learn({ key, policy, signal: { kind: 'level', ...level } })
  const task = { address: corner.address, prefix: corner.prefix, bucketUrl: bucket.url, key, policy, lane, cost: COST }
  const startedAt = performance.now()
  const children = Array.from({ length: PROCESSES }, () => {
    const child = fork(callerFile, { execArgv: [] })
    child.send({ ...task, callers: CALLERS / PROCESSES })
    return child
  })
  await pause(seconds * 1_000)
  // They call until they are told to stop.
  for (const child of children) child.disconnect()
  await Promise.all(children.map((child) => once(child, 'exit')))
  const used = shareUsed(bucket, { from: startedAt + NOT_COUNTED_MS, ...bucketOptions })
  return { used, refused: bucket.refused() }
}
