import { orderStatuses } from '@shopmirror/sandbox'
import { findFirstRun, type RunView, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const domain = 'kill-bolt'
const KILLS = 3
const HINTS = 40
/** What is under way when a worker dies: a page and the one ahead, each with its histories, and looks at the clock. */
const REPEATED_AT_MOST = 8

const system = await startSystem({
  sandbox: { products: 900, customers: 500, orders: 1_500 },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '25' },
})
const { sandbox, sql, stack } = system
afterAll(() => system[Symbol.asyncDispose]())

/** What a full sync of such a shop takes when nobody disturbs it. */
let undisturbed: { requests: number; pages: number[] }
const requestsOf = (domain: string) => sandbox.stats.requests[domain] ?? 0
const pagesOf = (run: RunView) => run.resources.map((row) => row.pages)

beforeAll(async () => {
  const shopId = await system.connect('nyugodt-bolt')
  const runId = await findFirstRun(system, shopId)
  const begun = requestsOf('nyugodt-bolt')
  const run = await waitForRun(system, runId)
  undisturbed = { requests: requestsOf('nyugodt-bolt') - begun, pages: pagesOf(run) }
})

/** The same points for the same seed, spread over the whole run. */
function pointsOf(seed: number): number[] {
  const random = (index: number) => Math.abs(Math.sin(seed * 97 + index * 13)) % 1
  const step = undisturbed.requests / (KILLS + 1)
  return Array.from({ length: KILLS }, (_, index) => Math.floor(step * (index + 0.5 + random(index))))
}

/** All are killed at once, in the middle of what they do; then comes another. */
async function replaceWorkers(): Promise<void> {
  const doomed = stack.workers.splice(0)
  await Promise.all(doomed.map((worker) => system.kill(worker)))
  await stack.addWorker()
}

test('workers killed in the middle of a full sync: the next resumes where the run was, and it ends equal', async () => {
  const shopId = await system.connect(domain)
  const runId = await findFirstRun(system, shopId)
  const begun = requestsOf(domain)
  for (const point of pointsOf(1)) {
    await until(() => requestsOf(domain) - begun >= point, { timeoutMs: 30_000, intervalMs: 2 })
    await replaceWorkers()
  }
  const run = await waitForRun(system, runId)

  expect(await system.differences(domain, shopId)).toBe('')
  // A page is counted with its rows or not at all, and none was begun again from zero.
  expect(pagesOf(run)).toEqual(undisturbed.pages)
  expect(requestsOf(domain) - begun).toBeLessThanOrEqual(undisturbed.requests + KILLS * REPEATED_AT_MOST)
  const inserted = run.resources.reduce((sum, row) => sum + row.inserted, 0)
  expect(inserted).toBe(await countRows(shopId))
  const [row] = await sql`select epoch from sync_runs where id = ${runId}`
  expect(row?.epoch).toBeGreaterThan(1)
})

async function countRows(shopId: string): Promise<number> {
  const [row] = await sql`
    select (select count(*) from categories where shop_id = ${shopId}) + (select count(*) from products where shop_id = ${shopId})
      + (select count(*) from product_variants where shop_id = ${shopId}) + (select count(*) from customers where shop_id = ${shopId})
      + (select count(*) from orders where shop_id = ${shopId}) + (select count(*) from order_lines where shop_id = ${shopId}) as rows`
  return Number(row?.rows)
}

test('workers killed while webhooks pour in: none is lost, none is recorded twice', async () => {
  const shop = sandbox.world(domain)
  const [row] = await sql`select id from shops where domain = ${domain}`
  const shopId = String(row?.id)
  const ids = shop.placedOrders().slice(100, 100 + HINTS)
  for (const [index, id] of ids.entries()) {
    shop.changeOrderStatus(id, orderStatuses[index % 5] ?? 'processing', 'Átadva')
    if (index === 7 || index === 31) await replaceWorkers()
  }
  await sandbox.shoprenter.webhooks.idle()
  await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 30_000, intervalMs: 300 })

  expect(sandbox.shoprenter.webhooks.counts.accepted).toBe(HINTS)
  await until(async () => {
    const [row] = await sql`select count(*)::int as rows, count(handled_at)::int as handled from webhook_deliveries`
    return row?.rows === HINTS && row?.handled === HINTS
  })
})
