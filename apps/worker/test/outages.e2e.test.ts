import { createEnqueue, createQueues, sweepInbox } from '@shopmirror/jobs'
import { expectationOf } from '@shopmirror/sandbox'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { connectTo } from '@shopmirror/test/redis.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'viharos-bolt'
const late = 'kesei-bolt'
const system = await startSystem({
  sandbox: { shops: [domain, late], products: 900, customers: 500, orders: 1_500 },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '25' },
  workers: 2,
  // A webhook that comes while neither Redis nor Postgres answers is refused, and sent again.
  expectedErrors: [/"msg":"inbox.unavailable"/],
})
const { sandbox, sql, redis, stack } = system
const shop = sandbox.world(domain)
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string
const requests = () => sandbox.stats.requests[domain] ?? 0
const equal = () =>
  until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 30_000, intervalMs: 300 })

async function after(count: number): Promise<void> {
  const begun = requests()
  await until(() => requests() - begun >= count, { timeoutMs: 20_000, intervalMs: 5 })
}

test('Redis killed and restarted during a full sync: the run continues and ends equal', async () => {
  shopId = await system.connect(domain)
  const runId = await findFirstRun(system, shopId)
  for (const point of [8, 8]) {
    await after(point)
    await redis.kill()
    await redis.start()
  }
  const run = await waitForRun(system, runId)
  expect(await system.differences(domain, shopId)).toBe('')
  expect(run.status).toBe('succeeded')
})

test('webhooks that come while Redis is down are answered 200, and applied when it is back', async () => {
  const { accepted, failed } = sandbox.shoprenter.webhooks.counts
  await redis.kill()
  for (const id of shop.placedOrders().slice(0, 20)) shop.changeOrderStatus(id, 'complete')
  await sandbox.shoprenter.webhooks.idle()
  expect(sandbox.shoprenter.webhooks.counts).toMatchObject({ accepted: accepted + 20, failed })
  const [spilled] = await sql`select count(*)::int as groups from inbox_spill`
  expect(spilled?.groups).toBeGreaterThan(0)

  await redis.start()
  // What the clock does each minute.
  const connection = connectTo(redis.env)
  const queues = createQueues({ connection, prefix: stack.prefix })
  await createEnqueue(queues)(sweepInbox, {})
  await equal()
  expect(await sql`select from inbox_spill`).toHaveLength(0)
  await queues.close()
  connection.disconnect()
})

test('a run requested while Redis is down starts within a minute after its return', { timeout: 120_000 }, async () => {
  await redis.kill()
  const runId = await startSync(system, shopId, { type: 'incremental' })
  expect(await sql`select from job_outbox where payload->>'runId' = ${runId}`).toHaveLength(1)
  await redis.start()
  const started = () => sql`select from sync_runs where id = ${runId} and started_at is not null`
  await until(async () => (await started()).length > 0, { timeoutMs: 60_000, intervalMs: 200 })
  await waitForRun(system, runId)
  await until(async () => (await sql`select from job_outbox`).length === 0, { timeoutMs: 60_000 })
})

test('every connection to Postgres cut, again and again, during a sync and webhooks: nothing is lost or doubled', async () => {
  const before = await countDeliveries()
  const { accepted } = sandbox.shoprenter.webhooks.counts
  for (const id of [1, 400, 900]) shop.updateProduct(id, { gross: '7777', net: '6123.6220' })
  const runId = await startSync(system, shopId, { type: 'full' })
  for (const [index, id] of shop.placedOrders().slice(30, 42).entries()) {
    shop.changeOrderStatus(id, 'cancelled')
    if (index % 4 !== 3) continue
    await after(5)
    await cutConnections()
  }
  await sandbox.shoprenter.webhooks.idle()
  await waitForRun(system, runId)
  await equal()

  // The run may have read all of it before the deliveries, cut off more than once, are recorded.
  const rest = sandbox.shoprenter.webhooks.counts.accepted - accepted
  await until(async () => (await countDeliveries()) - before >= rest, { timeoutMs: 60_000, intervalMs: 300 })
  expect((await countDeliveries()) - before).toBe(rest)
})

test('a shop connected while Redis is down is installed after it, although the api was killed', {
  timeout: 120_000,
}, async () => {
  await redis.kill()
  await expectationOf(late).install(system, late)
  expect(await sql`select from shops where domain = ${late} and status = 'connecting'`).toHaveLength(1)
  await system.kill(stack.api)
  await redis.start()
  const installed = () => sql`select from shops where domain = ${late} and status = 'active'`
  await until(async () => (await installed()).length > 0, { timeoutMs: 60_000, intervalMs: 200 })
})

async function countDeliveries(): Promise<number> {
  const [row] = await sql`select count(*)::int as rows from webhook_deliveries`
  return row?.rows
}

async function cutConnections(): Promise<void> {
  const cut = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'shopmirror'`
  expect(cut.length).toBeGreaterThan(0)
}
