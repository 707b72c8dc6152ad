/**
 * A million webhooks (`--deliveries`) of 10,000 shops (`--shops`) on three platforms, `--rate` a second (200), while worker, api,
 * Redis and Postgres are killed in turn every 30 s (`--kill-every`) and started again. At the end every acknowledged delivery
 * must have been applied, and nothing twice.
 */
import { availableParallelism } from 'node:os'
import { until } from '@shopmirror/test/until.ts'
import { readNumber } from '../options.ts'
import { report } from '../report.ts'
import { addShops } from './add-shops.ts'
import { checkOutcome, countRecorded, countUnderWay } from './check.ts'
import { startCluster } from './cluster.ts'
import { startEmulator } from './emulator.ts'
import { startKills } from './kills.ts'
import type { Plan } from './plan.ts'
import { type Sender, startSender } from './sender.ts'

/** So that each object changes several times. */
const CHANGES_PER_OBJECT = 10
const EMULATOR_DELAY_MS = 5
const PROGRESS_EVERY_MS = 30_000
/** Work that lost its job to a kill is found by sweeps, the slowest of which looks after 5 minutes, ms. */
const DRAIN_TIMEOUT_MS = 30 * 60_000
const NAME = 'scale'

const deliveries = readNumber('deliveries', 1_000_000)
const shops = readNumber('shops', 10_000)
const perSecond = readNumber('rate', 200)
const plan: Plan = {
  ...{ deliveries, shops },
  objectsPerShop: Math.max(1, Math.ceil(deliveries / shops / CHANGES_PER_OBJECT)),
}

const emulator = await startEmulator({ objects: shops * plan.objectsPerShop, delayMs: EMULATOR_DELAY_MS })
const cluster = await startCluster({ env: emulator.env })
try {
  await measure()
} finally {
  await cluster.stop()
  await emulator.close()
}

async function measure(): Promise<void> {
  await addShops(cluster, shops)
  say(`${shops} shops, ${deliveries} deliveries at ${perSecond}/s on ${availableParallelism()} cores`)
  const tookMs: number[] = []
  const inOutageMs: number[] = []
  const kills = startKills(cluster.parts, readNumber('kill-every', 30) * 1_000, say)
  const startedAt = performance.now()
  const sender = startSender({
    ...{ plan, perSecond, apiUrl: cluster.apiUrl, versions: emulator.versions },
    encryptionKeys: cluster.env.ENCRYPTION_KEYS ?? '',
    acknowledged: (ms) => (kills.isOutage() ? inOutageMs : tookMs).push(ms),
  })
  const telling = setInterval(() => void tell(sender), PROGRESS_EVERY_MS)
  await sender.done
  const sentSeconds = (performance.now() - startedAt) / 1_000
  await kills.stop()
  const isDone = async () =>
    (await countUnderWay(cluster.sql)) === 0 && (await countRecorded(cluster.sql)) >= deliveries
  await until(isDone, { timeoutMs: DRAIN_TIMEOUT_MS, intervalMs: 1_000, message: 'everything to be applied' }).catch(
    (error: unknown) => say(String(error)),
  )
  clearInterval(telling)
  const seconds = (performance.now() - startedAt) / 1_000
  const outcome = await checkOutcome(cluster.sql, plan)
  report([
    { name: `${NAME}: deliveries acknowledged`, value: sender.acknowledged() },
    { name: `${NAME}: sent again because not acknowledged`, value: sender.retried() },
    { name: `${NAME}: processes killed`, value: kills.count() },
    { name: `${NAME}: sent a second`, value: deliveries / sentSeconds },
    { name: `${NAME}: applied a second, from the first to the last`, value: deliveries / seconds },
    { name: `${NAME}: requests to the shops`, value: emulator.requests() },
    { name: `${NAME}: lost`, value: outcome.lost, target: { atMost: 0 } },
    { name: `${NAME}: objects that are not in their last version`, value: outcome.outdated, target: { atMost: 0 } },
    { name: `${NAME}: versions written twice`, value: outcome.writtenTwice, target: { atMost: 0 } },
    { name: `${NAME}: deliveries counted twice or not at all`, value: outcome.miscounted, target: { atMost: 0 } },
    { name: `${NAME}: acknowledged after, p50 outside of outages`, value: quantile(tookMs, 0.5), unit: 'ms' },
    {
      name: `${NAME}: acknowledged after, p95 outside of outages`,
      value: quantile(tookMs, 0.95),
      unit: 'ms',
      target: { atMost: 50 },
    },
    { name: `${NAME}: acknowledged after, p99 outside of outages`, value: quantile(tookMs, 0.99), unit: 'ms' },
    { name: `${NAME}: acknowledged at the first attempt in an outage`, value: inOutageMs.length },
  ])
}

async function tell(sender: Sender): Promise<void> {
  const underWay = await countUnderWay(cluster.sql).catch(() => Number.NaN)
  say(`${sender.sent()} sent, ${sender.acknowledged()} acknowledged, ${underWay} recorded and under way`)
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)
}
