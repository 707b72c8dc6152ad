/**
 * An incremental sync of a Shopify shop on a standard plan: a bucket of 2,000 points that gets 100 a second back. All of
 * its orders have changed. The bucket is full when the run begins, so that the first seconds are not counted: measured is
 * how much of what comes back is used from then on, and whether the shop ever has to refuse.
 */
import { createLogger } from '@shopmirror/config'
import { createEnqueue, startSync } from '@shopmirror/jobs'
import { loadPlatforms } from '@shopmirror/platforms'
import { until } from '@shopmirror/test/until.ts'
import { report } from './report.ts'
import { startRig } from './rig.ts'

const RESTORE_PER_SECOND = 100
const BUCKET = 2_000
const ORDERS = 3_000
/** The bucket is emptied in less. */
const NOT_COUNTED_MS = 10_000
const LOOK_EVERY_MS = 100
const TIMEOUT_MS = 300_000

const rig = await startRig({
  sandbox: {
    ...{ shops: ['bench-points'], products: 20, customers: 20, orders: ORDERS, categories: 1 },
    shopify: { allowance: { restorePerSecond: RESTORE_PER_SECOND, bucket: BUCKET } },
  },
})
const { sandbox, db, sql, queues } = rig
const { shopify, stats } = sandbox
const { domain, world } = shopify.shop()

try {
  const code = shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes: shopify.scopes })
  const { shopId, runId } = await rig.connect({ platform: 'shopify', domain, code })
  await ended(runId)
  for (const id of world.placedOrders()) world.updateOrder(id, { comment: 'changed' })
  await until(() => shopify.shop().graphql.available() >= BUCKET, { timeoutMs: TIMEOUT_MS, intervalMs: LOOK_EVERY_MS })

  const throttledBefore = stats.throttled
  const platforms = loadPlatforms(sandbox.env, { now: () => new Date() })
  const { run } = await startSync(
    { shopId, type: 'incremental', trigger: 'manual', resources: ['orders'] },
    { db, enqueue: createEnqueue(queues), platforms, log: createLogger({ level: 'warn', name: 'bench' }) },
  )
  const samples = await sampleUntilEnd(run.id)
  tell(samples, stats.throttled - throttledBefore)
} finally {
  await rig.stop()
}

interface Sample {
  at: number
  points: number
}

async function sampleUntilEnd(runId: string): Promise<Sample[]> {
  const samples: Sample[] = []
  const look = () => void samples.push({ at: performance.now(), points: stats.points[domain] ?? 0 })
  const timer = setInterval(look, LOOK_EVERY_MS)
  await ended(runId).finally(() => clearInterval(timer))
  return samples
}

async function ended(runId: string): Promise<void> {
  const status = await until(
    async () => {
      const [run] = await sql<{ status: string }[]>`
        select status from sync_runs where id = ${runId} and finished_at is not null`
      return run?.status
    },
    { timeoutMs: TIMEOUT_MS, intervalMs: LOOK_EVERY_MS, message: `the end of ${runId}` },
  )
  if (status !== 'succeeded') throw new Error(`The run ended as ${status}.`)
}

/** From the first charge after the bucket was emptied to the last one: what lies between two charges is whole. */
function tell(samples: readonly Sample[], throttled: number): void {
  const begin = samples[0]?.at ?? 0
  const charges = samples.filter(({ points }, index) => points > (samples[index - 1]?.points ?? points))
  const counted = charges.filter(({ at }) => at - begin >= NOT_COUNTED_MS)
  const [first, last] = [counted[0], counted.at(-1)]
  if (!first || !last) throw new Error('The run ended before its bucket was empty: give the shop more orders.')
  const seconds = (last.at - first.at) / 1_000
  report([
    { name: 'points: seconds counted', value: seconds },
    { name: 'points: refused with THROTTLED', value: throttled, target: { atMost: 1 } },
    {
      name: 'points: used ÷ given back, incremental on a standard plan',
      value: (last.points - first.points) / (seconds * RESTORE_PER_SECOND),
      target: { atLeast: 0.95 },
    },
  ])
}
