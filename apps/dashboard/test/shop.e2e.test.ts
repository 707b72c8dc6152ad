import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { until } from '@shopmirror/test/until.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const domain = 'watched-shop'
const dashboard = await startDashboard({
  sandbox: { shops: [domain], products: 300, customers: 20, orders: 60 },
  // Slow enough to be looked at.
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '6' },
})
afterAll(() => dashboard[Symbol.asyncDispose]())

let page: Page
let shopId: string
beforeAll(async () => {
  shopId = await dashboard.connect(domain)
  page = await dashboard.newPage(await dashboard.asOperator())
}, 60_000)

const open = async (tab: string) => {
  await page.goto(`${dashboard.dashboardUrl}/shops/${shopId}?tab=${tab}`)
  await page.getByRole('tab', { selected: true }).waitFor()
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
const text = (words: string | RegExp) => page.getByText(words).first()
const shop = async () => (await dashboard.sql`select * from shops where id = ${shopId}`)[0]

describe('the page of a shop', () => {
  test('shows a sync from its press to its end, without a reload', async () => {
    await open('resources')
    // The first sync, which the install started.
    await button('Start a full sync').waitFor({ timeout: 60_000 })
    await button('Start a full sync').click()
    await button('Pause the sync').waitFor({ timeout: 2_000 })
    const products = page.getByRole('table', { name: 'Progress by resource' }).getByRole('row', { name: /Products/ })
    await products.getByText('Running').waitFor({ timeout: 30_000 })
    await until(async () => Number((await products.getByRole('cell').nth(3).textContent()) ?? '0') > 0, {
      timeoutMs: 30_000,
    })
    await button('Start a full sync').waitFor({ timeout: 60_000 })
    await text('Done').waitFor()
    const [run] = await dashboard.sql`select status from sync_runs where shop_id = ${shopId} order by id desc limit 1`
    expect(run?.status).toBe('succeeded')
  }, 180_000)

  test('names who used the allowance, and the next step', async () => {
    await open('overview')
    await text('Everything works').waitFor()
    const full = page.getByRole('row', { name: /Full syncs/ })
    await until(async () => Number((await full.getByRole('cell').nth(1).textContent()) ?? '0') > 0)
  })

  test('registers webhooks', async () => {
    await dashboard.sql`update webhook_subscriptions set status = 'wanted' where shop_id = ${shopId}`
    await open('webhooks')
    await text('Not registered yet').waitFor()
    await button('Register webhooks').click()
    await text('The webhooks are being checked and registered.').waitFor()
    await text('Not registered yet').waitFor({ state: 'detached', timeout: 20_000 })
    await page.getByRole('table').getByText('Active').first().waitFor()
  })

  test('changes the schedule, what goes out, and tests the connection', async () => {
    await open('settings')
    await page.getByLabel('Read changes', { exact: true }).selectOption('6h')
    await button('Save the schedule').click()
    await text('Saved').waitFor()
    await page.getByLabel('Send Stock').click()
    await until(async () => {
      const [row] = await dashboard.sql`select * from shop_settings where shop_id = ${shopId}`
      return row?.frequency === '6h' && row?.push_settings.inventory?.enabled === true
    })
    await button('Test the connection').click()
    await text('The connection works').waitFor()
  })

  test('goes on when the api is restarted under it', async () => {
    await open('overview')
    await text('Everything works').waitFor()
    const start = await dashboard.killApi()
    await page.getByRole('status').filter({ hasText: 'No connection to the server' }).waitFor({ timeout: 20_000 })
    await start()
    await page.getByRole('status').filter({ hasText: 'No connection' }).waitFor({ state: 'detached', timeout: 20_000 })
    // It hears of what happens elsewhere.
    await dashboard.operator.patch(`/api/v1/shops/${shopId}`, { status: 'paused' })
    await text('The shop is paused').waitFor({ timeout: 20_000 })
    await dashboard.operator.patch(`/api/v1/shops/${shopId}`, { status: 'active' })
    await text('The shop is paused').waitFor({ state: 'detached', timeout: 20_000 })
  }, 90_000)

  test('pauses, resumes, and disconnects after it said what happens', async () => {
    await open('danger')
    await button('Pause the shop').click()
    await button('Resume the shop').waitFor({ timeout: 2_000 })
    expect((await shop())?.status).toBe('paused')
    await button('Resume the shop').click()
    await button('Pause the shop').waitFor({ timeout: 2_000 })
    await button('Disconnect').click()
    const dialog = page.getByRole('dialog', { name: `Disconnect ${domain}` })
    await dialog.getByText('This cannot be undone').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect((await shop())?.status).toBe('active')
    await button('Disconnect').click()
    await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click()
    await text('The shop is disconnected').waitFor()
    expect((await shop())?.status).toBe('uninstalled')
  })
})
