import { readFile } from 'node:fs/promises'
import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { until } from '@shopmirror/test/until.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './walk.ts'

const domain = 'work-shop'
const dashboard = await startDashboard({
  sandbox: { shops: [domain], products: 20, customers: 5, orders: 10, appWrites: true },
})
const { dashboardUrl, sql, operator, sandbox } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

const world = sandbox.shoprenter.shop(domain).world
const [first = 0, second = 0, third = 0] = world.products.ids()
const stockOf = (id: number) => world.products.get(id)?.stocks[0]
let shopId: string
let page: Page

beforeAll(async () => {
  shopId = await dashboard.connect(domain)
  const runs = () => operator.get<{ status: string }[]>(`/api/v1/runs?shop=${shopId}`)
  await until(async () => (await runs()).some(({ status }) => status === 'succeeded'), {
    ...{ timeoutMs: 60_000, intervalMs: 100 },
  })
  await operator.put(`/api/v1/shops/${shopId}/push-settings`, {
    inventory: { enabled: true, interval_minutes: 0, on_conflict: 'hold' },
  })
  page = await dashboard.newPage(await dashboard.asOperator())
})

let keys = 0
/** Sends stock, and waits until the push has that status. Answers its id. */
async function push(id: number, payload: object, status: string): Promise<string> {
  const given = { key: `k${keys++}`, kind: 'inventory.set', object: { sku: world.products.get(id)?.sku } }
  const [accepted] = await operator.post<{ id: string }[]>(`/api/v1/shops/${shopId}/pushes`, {
    pushes: [{ ...given, payload: { location: '1', ...payload } }],
  })
  const pushId = accepted?.id ?? ''
  await untilStatus(pushId, status)
  return pushId
}

async function untilStatus(pushId: string, status: string): Promise<void> {
  const read = () => operator.get<{ status: string }>(`/api/v1/pushes/${pushId}`)
  await until(async () => (await read()).status === status, { timeoutMs: 20_000, intervalMs: 100 })
}

const dialog = () => page.getByRole('dialog')
const press = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const confirm = (name: string) => dialog().getByRole('button', { name, exact: true }).click()

test('a conflict shows both sides, and the shop keeps its value when that is decided', async () => {
  const before = stockOf(first)
  const id = await push(first, { quantity: 5, expected: 99_999 }, 'conflict')
  await page.goto(`${dashboardUrl}/pushes`)
  await page.getByRole('button', { name: 'Conflict: 1' }).click()
  await page.waitForURL(/status=conflict/)
  await page.getByRole('link', { name: 'inventory.set' }).click()
  const row = page.getByRole('row').filter({ hasText: 'quantity' })
  await row.waitFor()
  expect(await row.getByRole('cell').allTextContents()).toEqual([
    'quantity',
    '5',
    String(before),
    '99999',
    String(before),
  ])
  expect(await faultsOf(page)).toEqual([])
  await press('Keep the shop’s value')
  await confirm('Keep the shop’s value')
  await page.getByText('Cancelled', { exact: true }).waitFor()
  await untilStatus(id, 'cancelled')
  expect(stockOf(first)).toBe(before)
})

test('a conflict is resolved the other way, and the shop has the value of the push', async () => {
  const id = await push(second, { quantity: 7, expected: 99_999 }, 'conflict')
  await page.goto(`${dashboardUrl}/pushes/${id}`)
  await press('Overwrite the shop')
  await confirm('Overwrite the shop')
  await page.getByText('Completed', { exact: true }).waitFor()
  expect(stockOf(second)).toBe(7)
})

test('failed pushes are sent again, after it was said how many', async () => {
  const id = await push(third, { quantity: 4, expected: 99_999 }, 'conflict')
  await sql`update pushes set status = 'failed', error = 'The shop refused it.', error_code = 'refused',
    payload = payload - 'expected', finished_at = now() where id = ${id}`
  await page.goto(`${dashboardUrl}/pushes?status=failed`)
  await page.getByText('The shop refused it.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Retry all')
  await dialog().getByText('This concerns 1 push that matches the filters.').waitFor()
  await confirm('Retry all')
  await page.getByRole('heading', { name: 'No push matches' }).waitFor()
  await untilStatus(id, 'completed')
  expect(stockOf(third)).toBe(4)
})

test('a replay is rehearsed, then run, and the mirror has what was missing', async () => {
  const [order = 0] = world.placedOrders()
  world.changeOrderStatus(order, 'shipped')
  const applied = () => sql`select from webhook_deliveries where shop_id = ${shopId} and status = 'applied'`
  await until(async () => (await applied()).length > 0, { timeoutMs: 20_000, intervalMs: 100 })
  await sql`update webhook_deliveries set status = 'failed', error = 'The disk was full.' where shop_id = ${shopId}`
  await sql`delete from orders where shop_id = ${shopId}`

  await page.goto(`${dashboardUrl}/replay`)
  await page.getByText('Choose at least one filter.').waitFor()
  await page.getByLabel('Outcome').selectOption('failed')
  await page.getByLabel('Shop', { exact: true }).fill(domain)
  await page.waitForURL(/shop=shp_/)
  await press('Rehearse')
  const rehearsal = page.getByRole('status', { name: 'Rehearsal' })
  await rehearsal.getByRole('table', { name: 'By shop' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Replay')
  await confirm('Replay')
  await page.getByRole('table', { name: 'Replays' }).getByText('Completed').waitFor()
  await until(async () => (await sql`select from orders where shop_id = ${shopId}`).length > 0, {
    ...{ timeoutMs: 20_000, intervalMs: 100 },
  })
  expect(await sql`select from webhook_deliveries where status = 'failed'`).toHaveLength(0)
})

test('an alert is muted for a time, and found among the muted ones', async () => {
  await sql`
    insert into alerts (id, shop_id, kind, failures, detail, raised_at, notified_at)
    values ('alr_walk', ${shopId}, 'retryable', 3, 'products: no answer.', now(), now())`
  await page.goto(`${dashboardUrl}/alerts`)
  await page.getByText('Calls to the shop keep failing').waitFor()
  await press('I take care of it')
  await page.getByText('Open, seen').waitFor()
  await press('Mute')
  await dialog().getByLabel('For how long').selectOption('One week')
  await confirm('Mute')
  await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor()
  await page.getByLabel('State').selectOption('Muted')
  await page.getByText('Muted until').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Unmute')
  await page.getByRole('heading', { name: 'No alert matches' }).waitFor()
})

test('the export of a privacy request is saved with its dates, and the request is answered', async () => {
  const [customer] = await sql<{ id: string }[]>`
    select external_id as id from customers where shop_id = ${shopId} order by external_id limit 1`
  const id = 'prv_walk'
  await sql`
    insert into privacy_requests (id, delivery_id, shop_id, account_id, platform, domain, kind, request_id,
      customer_external_id, received_at, due_at)
    select ${id}, 'dlv_walk', id, account_id, platform, domain, 'data_request', '77', ${customer?.id ?? ''},
      '2026-05-01T10:00:00Z', '2026-05-31T10:00:00Z' from shops where id = ${shopId}`
  await page.goto(`${dashboardUrl}/privacy`)
  await page.getByText('A customer asks for their data').waitFor()
  expect(await faultsOf(page)).toEqual([])
  const [download] = await Promise.all([page.waitForEvent('download'), press('Download export')])
  expect(download.suggestedFilename()).toBe(`${id}.json`)
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({
    ...{ privacy_request: id, shop: domain, request_id: '77', customer_external_id: customer?.id },
    ...{ received_at: '2026-05-01T10:00:00.000Z', due_at: '2026-05-31T10:00:00.000Z' },
    exported_at: expect.stringMatching(/^20\d\d-/),
    data: { customers: [{ external_id: customer?.id }] },
  })
  await page.getByText('Exported').waitFor()
  await press('Mark as answered')
  await confirm('Mark as answered')
  await page.getByRole('heading', { name: 'No request is open' }).waitFor()
})

test('an object that could not be stored is listed with the reason, and shown to who may see it', async () => {
  const unmapped = `insert into quarantine (id, shop_id, table_name, external_id, reason, first_seen_at, last_seen_at)
    values ('qrn_walk', '${shopId}', 'orders', '4711', 'The order has no currency.', now(), now())`
  await sql.unsafe(unmapped)
  await page.goto(`${dashboardUrl}/quarantine`)
  await page.getByText('The order has no currency.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('What the shop sent')
  await dialog().getByText('Retention has deleted it.').waitFor()
})
