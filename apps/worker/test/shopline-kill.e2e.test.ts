import { createEnqueue, createQueues, sweepInbox } from '@shopmirror/jobs'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { afterAll, afterEach, expect, test } from 'vitest'

const PATIENCE = { timeoutMs: 60_000, intervalMs: 5 }
const system = await startSystem({ sandbox: { products: 120, customers: 300, orders: 450 } })
const { sandbox, sql, stack } = system
const { shopline } = sandbox
const { domain, merchant, world } = shopline.shop('kill-bolt')
afterEach(() => sandbox.faults.clear())
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string
let runId: string

/** All are killed at once, in the middle of what they do; then comes another. */
async function replaceWorkers(): Promise<void> {
  const doomed = stack.workers.splice(0)
  await Promise.all(doomed.map((worker) => system.kill(worker)))
  await stack.addWorker()
}

async function pagesOf(resource: string): Promise<number> {
  const [row] = await sql`select pages from sync_run_resources where run_id = ${runId} and resource = ${resource}`
  return row?.pages ?? 0
}

test('workers killed between the events of an install: no event is lost', async () => {
  merchant.install({ order: 'token-first', repeats: 3 })
  await Promise.all([shopline.webhooks.idle(), replaceWorkers()])
  await until(
    async () => (await sql`select 1 from app_tokens where domain = ${domain} and tokens is not null`).length === 1,
    PATIENCE,
  )
  expect(await sql`select 1 from installations where domain = ${domain}`).toHaveLength(1)
})

test('workers killed in every resource of a full read: the next one continues, and the mirror ends equal', async () => {
  shopId = await system.connect(domain)
  runId = await findFirstRun(system, shopId)
  for (const [resource, pages] of [
    ['products', 1],
    ['inventory', 1],
    ['customers', 3],
    ['orders', 5],
  ] as const) {
    await until(async () => (await pagesOf(resource)) >= pages, PATIENCE)
    await replaceWorkers()
  }
  await waitForRun(system, runId)
  expect(await system.differences(domain, shopId)).toBe('')
})

test('workers killed over a burst of webhooks: the mirror ends equal', async () => {
  await until(() => shopline.shop(domain).hooks.list().length > 15, PATIENCE)
  for (const id of world.placedOrders().slice(0, 40)) world.changeOrderStatus(id, 'complete')
  for (let kills = 0; kills < 3; kills += 1) await replaceWorkers()
  await shopline.webhooks.idle()
  await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 60_000, intervalMs: 200 })
})

test('a platform that answers 500, garbage, half, nothing or a page of HTML now and then: the run ends equal', async () => {
  const kinds = ['error', 'garbage', 'truncate', 'reset', 'html', 'throttle'] as const
  sandbox.faults.set(...kinds.map((kind) => ({ kind, share: 0.03, shop: domain })), { kind: 'unauthorized', count: 1 })
  for (const id of world.placedOrders().slice(0, 200)) world.updateOrder(id, { comment: 'changed' })
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('Redis killed during the events of an install and restarted: each event is applied once', async () => {
  const other = shopline.shop('redis-bolt')
  await system.redis.kill()
  other.merchant.install({ repeats: 1 })
  await shopline.webhooks.idle()
  await system.redis.start()
  // What the clock does each minute.
  const connection = new Redis(system.redis.url, { maxRetriesPerRequest: null })
  const queues = createQueues({ connection, prefix: stack.env.QUEUE_PREFIX })
  await createEnqueue(queues)(sweepInbox, {})
  await until(
    async () =>
      (await sql`select 1 from app_tokens where domain = ${other.domain} and tokens is not null`).length === 1 &&
      (await sql`select 1 from installations where domain = ${other.domain}`).length === 1,
    { timeoutMs: 120_000, intervalMs: 200 },
  )
  await queues.close()
  connection.disconnect()
})
