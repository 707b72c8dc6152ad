import { createEnqueue, sendPushes } from '@shopmirror/jobs'
import type { SandboxOptions } from '@shopmirror/sandbox'
import { until } from '@shopmirror/test/until.ts'
import { eachRound } from '../options.ts'
import { type Rig, startRig } from '../rig.ts'
import { profiling } from './profiling.ts'
import { acceptStock, connectPushShops, type PushShop, type StockPlatform } from './push-shops.ts'

const TIMEOUT_MS = 110_000
const LOOK_EVERY_MS = 50
const WARM_UP_SKUS = 500

export interface StockRun {
  platform: StockPlatform
  shops: number
  /** Of each shop. */
  skus: number
  rounds: number
  /** A small round first that is not counted. It takes from a bucket of points what the first round may count on. */
  warmUp?: boolean
  sandbox: SandboxOptions
  /** Settings of the worker. */
  env: Record<string, string>
  /** As the sandbox counts the calls that write. */
  callName: string
}

export interface StockRound {
  /** From the moment the senders may begin until the last push is completed. */
  tookMs: number
  /** Calls that write. */
  calls: number
  /** All calls of the time, those that read what was written back included. */
  requests: number
  points: number
  throttled: number
}

/** Every SKU of every shop gets another quantity; all are in the ledger before the clock starts. Checks the shops. */
export async function measureStock(run: StockRun): Promise<StockRound[]> {
  const worlds = Array.from({ length: run.shops }, (_, index) => `b${index}`)
  const rig = await startRig({
    sandbox: {
      ...{ shops: worlds, products: run.skus, customers: 0, orders: 0, categories: 1, stockCount: 1, appWrites: true },
      ...run.sandbox,
    },
    env: { ...run.env, ...profiling() },
  })
  try {
    const shops = await connectPushShops(rig, { platform: run.platform, worlds })
    if (run.warmUp) await warmUp(rig, { run, shops })
    return await eachRound(run.rounds, async (round) => {
      await untilReadBack(rig)
      return measureRound(rig, { run, shops, quantity: 1_000 + round })
    })
  } finally {
    await rig.stop()
  }
}

/** Not counted: compiles the code of worker and emulator, and lets the budget know the shop, as any sync has. */
async function warmUp(rig: Rig, { run, shops }: { run: StockRun; shops: readonly PushShop[] }): Promise<void> {
  const few = shops.map((shop) => ({ ...shop, products: shop.products.slice(0, WARM_UP_SKUS) }))
  await measureRound(rig, { run, shops: few, quantity: 999 })
}

async function measureRound(
  rig: Rig,
  { run, shops, quantity }: { run: StockRun; shops: readonly PushShop[]; quantity: number },
): Promise<StockRound> {
  // Paused, so that no sender begins before the last push is in the ledger.
  for (const { id } of shops) await rig.db.shops.pause(id)
  for (const shop of shops) await acceptStock(rig, { platform: run.platform, shop, quantity })
  await rig.sql`vacuum analyze pushes`
  for (const { id } of shops) await rig.db.shops.resume(id)
  const before = look(rig, run)
  const startedAt = performance.now()
  await createEnqueue(rig.queues).many(
    sendPushes,
    shops.map(({ id }) => ({ shopId: id })),
  )
  const message = 'all pushes'
  await until(async () => (await countOpen(rig)) === 0, { timeoutMs: TIMEOUT_MS, intervalMs: LOOK_EVERY_MS, message })
  const tookMs = performance.now() - startedAt
  const after = look(rig, run)
  await expectStock(rig, { run, shops, quantity })
  return {
    tookMs,
    calls: after.calls - before.calls,
    requests: after.requests - before.requests,
    points: after.points - before.points,
    throttled: after.throttled - before.throttled,
  }
}

function look({ sandbox: { stats } }: Rig, { callName }: StockRun) {
  const sum = (numbers: Record<string, number>) => Object.values(numbers).reduce((total, each) => total + each, 0)
  const calls = stats.byPath[callName] ?? 0
  return { calls, requests: sum(stats.requests), points: sum(stats.points), throttled: stats.throttled }
}

async function countOpen({ sql }: Rig): Promise<number> {
  const [row] = await sql<{ open: number }[]>`
    select count(*)::int as open from pushes where status in ('pending', 'held', 'processing', 'conflict')`
  return row?.open ?? 0
}

async function expectStock(
  { sql, sandbox }: Rig,
  { run, shops, quantity }: { run: StockRun; shops: readonly PushShop[]; quantity: number },
): Promise<void> {
  const [failed] = await sql`select error from pushes where status = 'failed' limit 1`
  if (failed) throw new Error(`A push failed: ${failed.error}`)
  for (const { domain, products } of shops) {
    const wrong = products.find((product) => run.platform.stockOf(sandbox, domain, product) !== quantity)
    if (wrong !== undefined) throw new Error(`Product ${wrong} of ${domain} does not have ${quantity} units.`)
  }
}

/** What reads back belongs to its own round. */
async function untilReadBack({ sql }: Rig): Promise<void> {
  const isDone = async () => (await sql`select from refetches limit 1`).length === 0
  await until(isDone, { timeoutMs: TIMEOUT_MS, intervalMs: LOOK_EVERY_MS, message: 'the mirror' })
}
