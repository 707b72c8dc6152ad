import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createQueues } from '@shopmirror/jobs'
import type { Sandbox, SandboxOptions } from '@shopmirror/sandbox'
import type { Env } from '@shopmirror/scripts/app-processes.ts'
import { type Stack, startStack } from '@shopmirror/scripts/stack.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import type { Sql } from 'postgres'
import { request } from 'undici'
import { connectShop, type Installing } from '../connect.ts'
import { type Extent, eachRound, readCommandLine } from '../options.ts'
import { report, summarize } from '../report.ts'

const SHOPS = 20
/** Sent before each round and not counted: processes that have just started are still being compiled. */
const WARM_UP_SECONDS = 5
const LOOK_EVERY_MS = 20
/** Rows become visible a little after their stamp, and sometimes much later. */
const LOOK_BACK_MS = 300
const LOOK_FAR_BACK_MS = 5_000
const LOOKS_UNTIL_FAR = 25
const PATIENCE_MS = 30_000

export interface Webhook {
  url: string
  headers: Record<string, string>
  body: string
}

/** One connected shop of the bench. */
export interface Source {
  /** Ids of its orders in the sandbox. */
  orders: readonly number[]
  externalId(order: number): string
  /**
   * Prepares a change of the order's comment, which the mirror shows as its note. The function returned is called when
   * the webhook is due; what can be done before costs the measured processes no time.
   */
  change(order: number, comment: string): () => Webhook
}

export interface VisibilityBench {
  /** In the names of the figures. */
  name: string
  extent: Extent
  /** Webhooks a second. */
  perSecond: number
  p95MaxMs: number
  sandbox: SandboxOptions
  env?: Env
  installing(world: string, sandbox: Sandbox): Installing
  /** Called when the shop's first sync has ended. */
  open(world: string, stack: Stack & { sandbox: Sandbox }): Promise<Source>
}

/** Every order is changed once a round: a second change in the same second would not be seen as one. */
export function ordersPerShop({ seconds }: Extent, perSecond: number): number {
  return Math.ceil(((perSecond * (WARM_UP_SECONDS + seconds)) / SHOPS) * 1.05)
}

/**
 * From the moment the api has answered 200 to a webhook until the changed order can be read in the mirror. Webhooks go
 * out at an even pace over 20 shops, whatever the answers take.
 */
export async function measureVisibility(bench: VisibilityBench): Promise<void> {
  const { name, extent, perSecond, p95MaxMs } = bench
  const worlds = Array.from({ length: SHOPS }, (_, index) => `bench-${index}`)
  await using database = await createTestDatabase()
  const stack = await startStack({
    dataDir: '.data/bench-visible',
    databaseUrl: database.url,
    ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
    sandbox: { shops: worlds, ...bench.sandbox },
    env: { LOG_LEVEL: 'warn', ...profiling(), ...bench.env },
  })
  const keyring = createKeyring(stack.env.ENCRYPTION_KEYS ?? '')
  const opened = openDatabase({ url: database.url, keyring, max: 4 })
  const connection = new Redis(stack.redisUrl, { maxRetriesPerRequest: null })
  const queues = createQueues({ connection, prefix: stack.prefix })
  try {
    const { sandbox } = stack
    if (!sandbox) throw new Error('The stack has no sandbox.')
    const deps = { db: opened.repositories, sql: opened.sql, queues }
    // Without an index every look reads all orders, and the looks are what is measured.
    await deps.sql`create index on orders (synced_at)`
    const sources = await Promise.all(
      worlds.map(async (world) => {
        const { shopId, runId } = await connectShop(deps, bench.installing(world, sandbox))
        const isSynced = async () => (await deps.db.runs.find(runId))?.status === 'succeeded'
        await until(isSynced, { timeoutMs: 240_000, intervalMs: 200, message: `the first sync of ${world}` })
        return { shopId, ...(await bench.open(world, { ...stack, sandbox })) }
      }),
    )
    // Or Postgres believes that a look finds a third of all orders, and reads them all.
    await deps.sql`analyze orders`
    const rounds = await eachRound(extent.rounds, (round) =>
      measureRound({ sources, sql: deps.sql, comment: `bench ${round}`, perSecond, seconds: extent.seconds }),
    )
    report([
      { name: `${name}: webhooks a second`, ...summarize(rounds.map((round) => round.sentPerSecond)) },
      { name: `${name}: never seen`, ...summarize(rounds.map((round) => round.unseen)), target: { atMost: 0 } },
      {
        name: `${name}: accepted until in the mirror, p50`,
        ...summarize(rounds.map((round) => round.p50Ms)),
        unit: 'ms',
      },
      {
        name: `${name}: accepted until in the mirror, p95`,
        ...summarize(rounds.map((round) => round.p95Ms)),
        unit: 'ms',
        target: { atMost: p95MaxMs },
      },
      { name: `${name}: the slowest`, ...summarize(rounds.map((round) => round.maxMs)), unit: 'ms' },
    ])
  } finally {
    await queues.close()
    connection.disconnect()
    await opened.close()
    await stack.stop()
  }
}

/** `--profile stack` writes CPU profiles of api and worker to `.data`. */
function profiling(): Env {
  const flags = `--cpu-prof --cpu-prof-dir=${join(process.cwd(), '.data')}`
  return readCommandLine().values.profile === 'stack' ? { NODE_OPTIONS: flags } : {}
}

interface Round {
  sources: readonly (Source & { shopId: string })[]
  sql: Sql
  comment: string
  perSecond: number
  seconds: number
}

async function measureRound(round: Round) {
  /** When each order was accepted and when it was seen, by `shop order`. */
  const accepted = new Map<string, number>()
  const seen = new Map<string, number>()
  const countUnseen = () => [...accepted.keys()].filter((key) => !seen.has(key)).length
  const watching = new AbortController()
  const watched = watch(round, seen, watching.signal)
  const sentPerSecond = await sendAll(round, accepted)
  await until(() => countUnseen() === 0, { timeoutMs: PATIENCE_MS, message: 'all orders' }).catch(() => undefined)
  watching.abort()
  await watched
  const tookMs = [...accepted]
    .map(([key, at]) => Math.max(0, (seen.get(key) ?? Number.POSITIVE_INFINITY) - at))
    .sort((one, other) => one - other)
  const quantile = (share: number) =>
    tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? Number.NaN
  return { sentPerSecond, unseen: countUnseen(), p50Ms: quantile(0.5), p95Ms: quantile(0.95), maxMs: quantile(1) }
}

/** Returns how many went out a second. */
async function sendAll(
  { sources, perSecond, seconds, comment }: Round,
  accepted: Map<string, number>,
): Promise<number> {
  const warmUp = perSecond * WARM_UP_SECONDS
  const count = warmUp + perSecond * seconds
  const changes = Array.from({ length: count }, (_, index) => {
    const source = sources[index % SHOPS]
    const order = source?.orders[Math.floor(index / SHOPS)]
    if (!source || order === undefined) throw new Error('A shop of the bench has too few orders.')
    return { key: `${source.shopId} ${source.externalId(order)}`, apply: source.change(order, comment) }
  })
  const startedAt = performance.now()
  const underWay: Promise<void>[] = []
  for (const [index, { key, apply }] of changes.entries()) {
    const dueMs = (index * 1_000) / perSecond - (performance.now() - startedAt)
    if (dueMs > 1) await pause(dueMs)
    const note = () => index >= warmUp && accepted.set(key, performance.now())
    underWay.push(send(apply()).then(() => void note()))
  }
  const tookSeconds = (performance.now() - startedAt) / 1_000
  await Promise.all(underWay)
  return count / tookSeconds
}

async function send({ url, headers, body: content }: Webhook): Promise<void> {
  const { statusCode, body } = await request(url, { method: 'POST', headers, body: content })
  await body.dump()
  if (statusCode !== 200) throw new Error(`A webhook was answered ${statusCode}.`)
}

/** Looks at the mirror as its readers would. Being seen up to one look late counts against us. */
async function watch({ sql, comment }: Round, seen: Map<string, number>, signal: AbortSignal): Promise<void> {
  for (let look = 1; !signal.aborted; look += 1) {
    const since = new Date(Date.now() - (look % LOOKS_UNTIL_FAR === 0 ? LOOK_FAR_BACK_MS : LOOK_BACK_MS))
    const rows = await sql<{ key: string }[]>`
      select shop_id || ' ' || external_id as key from orders
      where synced_at >= ${since.toISOString()} and note = ${comment}`
    const now = performance.now()
    for (const { key } of rows) if (!seen.has(key)) seen.set(key, now)
    await pause(LOOK_EVERY_MS)
  }
}
