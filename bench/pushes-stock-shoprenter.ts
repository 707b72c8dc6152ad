/**
 * Stock through ShopRenter's batch: shops that take 3 requests a second, 200 changes a batch, through ledger, sender and
 * adapter of one worker, while it reads back what it has written. 1,000 SKUs in each of 100 shops would be 1.3 s at the
 * limit and more than one machine can send, so it is 2 shops of 10,000 SKUs: 50 batches each. `--rounds` (1).
 */
import { readExtent } from './options.ts'
import { report, summarize } from './report.ts'
import { shoprenterStock } from './support/push-shops.ts'
import { measureStock } from './support/push-stock.ts'

const CHANGES_PER_BATCH = 200
const PER_SECOND = 3
const { rounds } = readExtent({ rounds: 1, seconds: 1 })
const run = {
  ...{ platform: shoprenterStock, shops: 2, skus: 10_000, rounds, env: {}, callName: 'batch', warmUp: true },
  sandbox: { shoprenter: { requestsPerSecond: PER_SECOND } },
}
const measured = await measureStock(run)
const batches = Math.ceil(run.skus / CHANGES_PER_BATCH)
const idealMs = ((batches - 1) / PER_SECOND) * 1_000

report([
  {
    name: 'pushes stock shoprenter: time ÷ ideal at 3 batches a second',
    ...summarize(measured.map(({ tookMs }) => tookMs / idealMs)),
    target: { atMost: 1.05 },
  },
  {
    name: 'pushes stock shoprenter: refused with 429',
    ...summarize(measured.map(({ throttled }) => throttled)),
    target: { atMost: 0 },
  },
  { name: 'pushes stock shoprenter: time', ...summarize(measured.map(({ tookMs }) => tookMs)), unit: 'ms' },
  {
    name: 'pushes stock shoprenter: all requests, read-backs included',
    ...summarize(measured.map(({ requests }) => requests)),
  },
  { name: 'pushes stock shoprenter: least requests', value: batches * run.shops },
])
