/**
 * One shop at its limit: 10,000 products, 200 a page, from a platform that takes 3 requests in any second, read by an
 * adapter as it is shipped, which keeps to 3, and by one that was told 5 and has to learn. Measured from the run's begin
 * to its end, what learning costs included: one refused second.
 */
import { randomBytes } from 'node:crypto'
import { until } from '@shopmirror/test/until.ts'
import { report } from './report.ts'
import { type Rig, startRig } from './rig.ts'

const PRODUCTS = 10_000
const ALLOWED_PER_SECOND = 3
const TOLD_PER_SECOND = 5
const TIMEOUT_MS = 120_000

await measure('as shipped', {})
await measure('told 5', { SHOPRENTER_REQUESTS_PER_SECOND: String(TOLD_PER_SECOND) })

async function measure(name: string, env: Record<string, string>): Promise<void> {
  const domain = `bench-${randomBytes(4).toString('hex')}`
  const rig = await startRig({
    sandbox: {
      ...{ products: PRODUCTS, customers: 0, orders: 0, categories: 0 },
      shops: [domain],
      shoprenter: { requestsPerSecond: ALLOWED_PER_SECOND },
    },
    env,
  })
  try {
    const { runId } = await rig.connect(domain)
    const before = takenOf(rig, domain)
    const throttles = watchThrottles(rig)
    const run = await until(() => finishedRun(rig, runId), { timeoutMs: TIMEOUT_MS, message: 'the end of the run' })
    throttles.stop()
    tell(name, { run, throttles, taken: takenOf(rig, domain) - before })
  } finally {
    await rig.stop()
  }
}

/** What the shop has answered, and not with 429: webhooks are registered while the run begins, by the same allowance. */
function takenOf({ sandbox: { stats } }: Rig, domain: string): number {
  return (stats.requests[domain] ?? 0) - stats.throttled
}

interface Outcome {
  run: Run
  throttles: ReturnType<typeof watchThrottles>
  taken: number
}

function tell(name: string, { run, throttles, taken }: Outcome): void {
  const leastMs = (taken / ALLOWED_PER_SECOND) * 1_000
  report([
    { name: `one shop, ${name}: requests taken for ${PRODUCTS} products`, value: taken },
    { name: `one shop, ${name}: 429s while learning`, value: throttles.learning() },
    { name: `one shop, ${name}: 429s after learning`, value: throttles.later(), target: { atMost: 0 } },
    {
      name: `one shop, ${name}: time ÷ the least the limit allows`,
      value: run.tookMs / leastMs,
      target: { atMost: 1.05 },
    },
  ])
}

interface Run {
  tookMs: number
}

async function finishedRun(rig: Rig, runId: string): Promise<Run | undefined> {
  const [run] = await rig.sql<(Run & { status: string; error: string | null })[]>`
    select status, error, (extract(epoch from finished_at - started_at) * 1000)::float8 as "tookMs"
    from sync_runs where id = ${runId} and finished_at is not null`
  if (run && run.status !== 'succeeded') throw new Error(`The run ended as ${run.status}: ${run.error}`)
  return run
}

/** Learning is the first burst of 429s: it ends when a few seconds have passed without one. */
function watchThrottles(rig: Rig) {
  const quietMs = 3_000
  const seen: { at: number; count: number }[] = []
  let last = 0
  const look = () => {
    const { throttled } = rig.sandbox.stats
    if (throttled > last) seen.push({ at: performance.now(), count: throttled - last })
    last = throttled
  }
  const timer = setInterval(look, 50)
  const isLearning = (index: number): boolean => {
    if (index === 0) return true
    const [before, entry] = [seen[index - 1], seen[index]]
    return isLearning(index - 1) && before !== undefined && entry !== undefined && entry.at - before.at < quietMs
  }
  const count = (wanted: boolean) =>
    seen.reduce((sum, entry, index) => sum + (isLearning(index) === wanted ? entry.count : 0), 0)
  return {
    learning: () => count(true),
    later: () => count(false),
    stop: () => {
      look()
      clearInterval(timer)
    },
  }
}
