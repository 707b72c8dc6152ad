/**
 * Stock of 100 Shopify shops with 1,000 SKUs each on a standard plan, through ledger, sender and adapter of one worker.
 * Their calls take 40 of the 2,000 points of a full bucket, so that points are not what it waits for; a shop that gets 20
 * points a second back, with 45,000 SKUs, shows how well points are used. `--rounds` (1).
 */
import { readExtent } from './options.ts'
import { report, summarize } from './report.ts'
import { shopifyStock } from './support/push-shops.ts'
import { measureStock, type StockRound } from './support/push-stock.ts'

const ROWS_PER_CALL = 250
const POINTS_PER_CALL = 10
const { rounds } = readExtent({ rounds: 1, seconds: 1 })
const common = { platform: shopifyStock, rounds, env: {}, callName: 'SetInventory' }

const many = { ...common, shops: 100, skus: 1_000, sandbox: {} }
tell('100 shops', many, await measureStock(many))

const allowance = { bucket: 1_000, restorePerSecond: 20 }
const slow = { ...common, shops: 1, skus: 45_000, sandbox: { shopify: { allowance } } }
const ofSlow = await measureStock(slow)
tell('one slow shop', slow, ofSlow)
const idealMs = ((leastCalls(slow) * POINTS_PER_CALL - allowance.bucket) / allowance.restorePerSecond) * 1_000
report([
  {
    name: 'pushes stock shopify: one slow shop, time ÷ ideal at its points',
    ...summarize(ofSlow.map(({ tookMs }) => tookMs / idealMs)),
    target: { atMost: 1.05 },
  },
])

function leastCalls({ shops, skus }: { shops: number; skus: number }): number {
  return shops * Math.ceil(skus / ROWS_PER_CALL)
}

function tell(part: string, run: { shops: number; skus: number }, measured: readonly StockRound[]): void {
  const name = `pushes stock shopify: ${part}`
  const pushes = run.shops * run.skus
  report([
    {
      name: `${name}, calls ÷ least`,
      ...summarize(measured.map(({ calls }) => calls / leastCalls(run))),
      target: { atMost: 1.02 },
    },
    { name: `${name}, THROTTLED`, ...summarize(measured.map(({ throttled }) => throttled)), target: { atMost: 0 } },
    { name: `${name}, time`, ...summarize(measured.map(({ tookMs }) => tookMs)), unit: 'ms' },
    { name: `${name}, pushes/s`, ...summarize(measured.map(({ tookMs }) => (pushes / tookMs) * 1_000)) },
    { name: `${name}, all requests`, ...summarize(measured.map(({ requests }) => requests)) },
    { name: `${name}, points, read-backs included`, ...summarize(measured.map(({ points }) => points)) },
  ])
}
