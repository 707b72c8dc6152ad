/**
 * The same Shopify shop read by Shopmirror into Postgres, and by two connectors of others that throw away what they read:
 * Stitch's tap and Airbyte's source. 20,000 products in 60,000 variants, 20,000 customers, 50,000 orders; `--orders N`
 * scales all of it. The shop has the allowance of a Plus shop. Shopmirror comes first, so that nothing in the sandbox is
 * warm for it, and what it reads is stored. Lines of orders count nowhere as rows; inventory items are a stream of the
 * others alone. The tap looks at bulk operations every half second instead of every minute, in its favor. Runs only when
 * it is named, because it installs the connectors (see `npm run foreign-clients`).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectationOf } from '@shopmirror/sandbox'
import { type ForeignClient, SHOP, type Target } from '@shopmirror/scripts/foreign-clients/client.ts'
import { proxyEnv } from '@shopmirror/scripts/foreign-clients/proxy-env.ts'
import { airbyteSource } from '@shopmirror/scripts/foreign-clients/shopify/airbyte.ts'
import { PLUS } from '@shopmirror/scripts/foreign-clients/shopify/shop.ts'
import { tapShopify } from '@shopmirror/scripts/foreign-clients/shopify/tap-shopify.ts'
import { until } from '@shopmirror/test/until.ts'
import { readCommandLine } from './options.ts'
import { report } from './report.ts'
import { startRig } from './rig.ts'
import { watchMemory } from './support/process-memory.ts'

const TIMEOUT_MS = 60 * 60_000
const FULL = { orders: 50_000, customers: 20_000, products: 60_000 }

const scale = Number(readCommandLine().values.orders ?? FULL.orders) / FULL.orders
const sizes = Object.fromEntries(Object.entries(FULL).map(([name, count]) => [name, Math.round(count * scale)]))
const folder = await mkdtemp(join(tmpdir(), 'bench-peers-'))
const rig = await startRig({
  sandbox: { ...sizes, shops: [SHOP], tls: { folder: join(folder, 'ca') }, shopify: { allowance: PLUS } },
})
const { sandbox, sql } = rig
const { domain } = sandbox.shopify.shop()

interface Outcome {
  rows: number
  seconds: number
  calls: number
  points: number
  peakMb: number
}

try {
  const ours = await measure('apps/worker', readByShopmirror)
  const target: Target = { sandbox, folder, env: proxyEnv(sandbox.tls), timeoutMs: TIMEOUT_MS }
  const outcomes: Record<string, Outcome> = { Shopmirror: ours }
  for (const client of [tapShopify, airbyteSource]) {
    await client.install()
    outcomes[client.name] = await measure('.tools/foreign-clients', () => readByPeer(client, target))
  }
  tell(outcomes)
} finally {
  await rig.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measure(commandLine: string, read: () => Promise<number>): Promise<Outcome> {
  const before = countersOf()
  const memory = watchMemory(commandLine)
  const startedAt = performance.now()
  const rows = await read()
  const seconds = (performance.now() - startedAt) / 1_000
  const peakMb = memory.stop()
  const after = countersOf()
  return { rows, seconds, peakMb, calls: after.calls - before.calls, points: after.points - before.points }
}

function countersOf() {
  const { requests, points } = sandbox.stats
  return { calls: requests[domain] ?? 0, points: points[domain] ?? 0 }
}

/** From the install to the end of the first run; lines of orders, which the others do not count either, are left out. */
async function readByShopmirror(): Promise<number> {
  const { tokens, clientId, scopes } = sandbox.shopify
  const code = tokens.issueCode(domain, { client: clientId, scopes })
  const { shopId, runId } = await rig.connect({ platform: 'shopify', domain, code })
  const isFinished = async () => {
    const [run] = await sql<{ status: string; error: string | null }[]>`
      select status, error from sync_runs where id = ${runId} and finished_at is not null`
    if (run && run.status !== 'succeeded') throw new Error(`The run ended as ${run.status}: ${run.error}`)
    return run
  }
  await until(isFinished, { timeoutMs: TIMEOUT_MS, intervalMs: 50, message: 'the end of the run' })
  const tables = Object.keys(expectationOf(domain).truthOf(sandbox, domain)).filter((table) => table !== 'order_lines')
  const counts = await Promise.all(
    tables.map(
      (table) => sql<{ count: number }[]>`
      select count(*)::int as count from ${sql(table)} where shop_id = ${shopId} and deleted_at is null`,
    ),
  )
  return counts.reduce((sum, [row]) => sum + (row?.count ?? 0), 0)
}

/** All of its streams, one process after the other. */
async function readByPeer(client: ForeignClient, target: Target): Promise<number> {
  const expected = client.expected(target)
  let rows = 0
  for (const task of await client.tasks(target))
    for (const { stream, ids, error } of await task.read()) {
      if (error !== undefined || ids.length !== expected[stream]?.length)
        throw new Error(`${client.name} read ${ids.length} of ${expected[stream]?.length} ${stream}. ${error ?? ''}`)
      rows += ids.length
    }
  return rows
}

function tell(outcomes: Record<string, Outcome>): void {
  const { Shopmirror: ours, ...peers } = outcomes
  if (!ours) return
  for (const [name, { rows, seconds, calls, points, peakMb }] of Object.entries(outcomes))
    report([
      { name: `peers, ${name}: rows`, value: rows },
      { name: `peers, ${name}: seconds`, value: seconds },
      { name: `peers, ${name}: rows a second`, value: rows / seconds },
      { name: `peers, ${name}: calls`, value: calls },
      { name: `peers, ${name}: points`, value: points },
      { name: `peers, ${name}: memory at most`, value: peakMb, unit: 'MB' },
    ])
  const fastest = Object.values(peers).toSorted((a, b) => b.rows / b.seconds - a.rows / a.seconds)[0]
  if (!fastest) return
  const speed = ours.rows / ours.seconds / (fastest.rows / fastest.seconds)
  report([
    { name: 'peers: rows a second ÷ the faster of the others', value: speed, target: { atLeast: 3 } },
    { name: 'peers: calls ÷ those of the faster', value: ours.calls / fastest.calls, target: { atMost: 1 } },
    { name: 'peers: memory ÷ that of the faster', value: ours.peakMb / fastest.peakMb, target: { atMost: 1 } },
  ])
}
