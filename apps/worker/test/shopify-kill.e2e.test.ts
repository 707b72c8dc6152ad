import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, expect, test } from 'vitest'

const domain = 'kill-shop.myshopify.com'
const system = await startSystem({
  sandbox: { shops: ['kill-shop'], products: 900, customers: 700, orders: 1_500 },
  env: { SHOPIFY_BULK_FROM: '100' },
})
const { sandbox, sql, stack } = system
const { bulkOperations } = sandbox.shopify.shop(domain)
afterEach(() => sandbox.faults.clear())
afterAll(() => system[Symbol.asyncDispose]())

const PATIENCE = { timeoutMs: 60_000, intervalMs: 2 }
/** Products, stock, customers and orders. */
const READ_IN_BULK = 4
let shopId: string
let runId: string

/** All are killed at once, in the middle of what they do; then comes another. */
async function replaceWorkers(): Promise<void> {
  const doomed = stack.workers.splice(0)
  await Promise.all(doomed.map((worker) => system.kill(worker)))
  await stack.addWorker()
}

async function operationOf(query: string, ...statuses: string[]): Promise<void> {
  await until(
    () => bulkOperations.list().some((each) => each.query.includes(query) && statuses.includes(each.status)),
    PATIENCE,
  )
}

async function pagesOf(resource: string): Promise<number> {
  const [row] = await sql`select pages from sync_run_resources where run_id = ${runId} and resource = ${resource}`
  return row?.pages ?? 0
}

/** What a bulk read goes through, each in another resource of one run. */
const states: [string, () => Promise<unknown>][] = [
  ['begun', () => operationOf('products', 'CREATED', 'RUNNING', 'COMPLETED')],
  ['done at Shopify, and not here', () => operationOf('inventoryItems', 'COMPLETED')],
  ['fetched in part', () => until(async () => (await pagesOf('customers')) > 0, PATIENCE)],
  ['half written', () => until(async () => (await pagesOf('orders')) > 3, PATIENCE)],
]

test('workers killed in every state of a bulk read: the next one continues, and the mirror ends equal', async () => {
  shopId = await system.connect(domain)
  runId = await findFirstRun(system, shopId)
  for (const [, isReached] of states) {
    await isReached()
    await replaceWorkers()
  }
  await waitForRun(system, runId)
  expect(await system.differences(domain, shopId)).toBe('')
  // One that was begun is found again; at worst a worker died before it could write down which.
  expect(bulkOperations.list().length).toBeLessThanOrEqual(READ_IN_BULK + states.length)
})

test('an unusable bulk result: whatever is wrong with it, the run ends equal', async () => {
  for (const kind of ['bulkFailed', 'bulkShort', 'bulkExpired'] as const) sandbox.faults.set({ kind, count: 1 })
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('a platform that answers 500, garbage, half, nothing or a page of HTML now and then: the run ends equal', async () => {
  const kinds = ['error', 'garbage', 'truncate', 'reset', 'html', 'throttle'] as const
  sandbox.faults.set(...kinds.map((kind) => ({ kind, share: 0.04, path: 'graphql' })), {
    kind: 'unauthorized',
    count: 1,
  })
  const { world } = sandbox.shopify.shop(domain)
  for (const id of world.placedOrders().slice(0, 200)) world.updateOrder(id, { comment: 'changed' })
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('a new token whose answer was lost on its way is had again, and the shop stays connected', async () => {
  const { tokens } = sandbox.shopify
  const before = tokens.issued().length
  sandbox.faults.set({ kind: 'tokenLost', count: 1, path: 'oauth' })
  tokens.revoke(domain, false)
  await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
  expect(tokens.issued().length).toBeGreaterThan(before)
  const [shop] = await sql`select status from shops where id = ${shopId}`
  expect(shop?.status).toBe('active')
  expect(await system.differences(domain, shopId)).toBe('')
})
