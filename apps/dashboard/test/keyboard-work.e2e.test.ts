import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { takeKeyboard } from '@shopmirror/test/keyboard.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const domain = 'keyboard-shop'
const dashboard = await startDashboard({
  sandbox: { shops: [domain], products: 10, customers: 3, orders: 5, appWrites: true },
})
const { dashboardUrl, operator, sql, sandbox } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

await dashboard.asOperator()
const page = await dashboard.newPage({ reducedMotion: 'reduce' })
page.setDefaultTimeout(10_000)
const { tabTo, type, press, choose, isOn, faults } = takeKeyboard(page)
let shopId: string

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const screen = (name: string) => page.getByRole('navigation').getByRole('link', { name })
const tab = (name: string) => page.getByRole('tab', { name })
const succeededRuns = async () =>
  (await sql`select from sync_runs where shop_id = ${shopId} and status = 'succeeded'`).length
const patience = { timeoutMs: 20_000, intervalMs: 100 }

/** A screen that was chosen begins at its heading, and the window has its title. */
async function isOpen(name: string | RegExp): Promise<void> {
  await isOn(heading(name))
  await until(async () => (await page.title()) === `${await heading(name).textContent()} · Shopmirror`)
}

/** Stock that the shop holds otherwise than its push expects. */
async function pushConflict(): Promise<void> {
  const { world } = sandbox.shoprenter.shop(domain)
  const sku = world.products.get(world.products.ids()[0] ?? 0)?.sku
  await operator.put(`/api/v1/shops/${shopId}/push-settings`, {
    inventory: { enabled: true, interval_minutes: 0, on_conflict: 'hold' },
  })
  const payload = { location: '1', quantity: 5, expected: 99_999 }
  await operator.post(`/api/v1/shops/${shopId}/pushes`, {
    pushes: [{ key: 'k', kind: 'inventory.set', object: { sku }, payload }],
  })
  await until(async () => (await sql`select from pushes where status = 'conflict'`).length > 0, patience)
}

/** A webhook that could not be applied. */
async function failDelivery(): Promise<void> {
  const { world } = sandbox.shoprenter.shop(domain)
  world.changeOrderStatus(world.placedOrders()[0] ?? 0, 'shipped')
  await until(async () => (await sql`select from webhook_deliveries where status = 'applied'`).length > 0, patience)
  await sql`update webhook_deliveries set status = 'failed', error = 'The disk was full.' where shop_id = ${shopId}`
}

beforeAll(async () => {
  shopId = await dashboard.connect(domain)
  await until(async () => (await succeededRuns()) > 0, { timeoutMs: 60_000, intervalMs: 100 })
  await pushConflict()
  await failDelivery()
}, 90_000)
afterEach(() => expect(faults).toEqual([]))

test('somebody signs in', async () => {
  await page.goto(`${dashboardUrl}/sign-in?next=/shops`)
  await tabTo(page.getByLabel('E-mail'))
  await type('anna.operator@example.com')
  await tabTo(page.getByLabel(/^Password/))
  await type('a wrong password')
  await press('Enter')
  await page.getByRole('alert').first().waitFor()
  await press('Control+A')
  await type('a long password')
  await choose(button('Sign in'))
  await heading('Shops').waitFor()
})

test('a shop is opened and synced', async () => {
  await choose(page.getByRole('main').getByRole('link').first())
  await isOpen(/./)
  await tabTo(tab('Overview'))
  await press('ArrowRight')
  await isOn(tab('Resources and syncs'))
  await choose(button('Start a full sync'))
  await until(async () => (await succeededRuns()) > 1, patience)
  await button('Start a full sync').waitFor()
  await isOn(page.getByRole('heading', { level: 2 }))
})

test('the schedule is changed', async () => {
  await tabTo(tab('Resources and syncs'), 'Shift+Tab')
  await press('ArrowRight', 'ArrowRight')
  await tabTo(page.getByLabel('Read changes', { exact: true }))
  await press('ArrowDown')
  const { frequency } = await operator.get<{ frequency: string }>(`/api/v1/shops/${shopId}/settings`)
  await choose(button('Save the schedule'))
  await page.getByText('Saved').waitFor()
  const after = await operator.get<{ frequency: string }>(`/api/v1/shops/${shopId}/settings`)
  expect(after.frequency).not.toBe(frequency)
  await isOn(button('Save the schedule'))
})

test('a failed webhook is found and applied again', async () => {
  await choose(screen('Activity'), 'Shift+Tab')
  await isOpen('Activity')
  await tabTo(page.getByLabel('Order number, id, SKU, topic or words of an error'))
  await type('disk was full')
  await page.waitForURL(/q=/)
  await choose(page.getByRole('link', { name: /^Webhook: / }))
  await isOpen(/^Webhook /)
  await choose(button('Apply again'))
  await page.getByText('Applied', { exact: true }).first().waitFor()
  await isOn(button('Apply again'))
})

test('a conflict is decided', async () => {
  await choose(screen('Push queue'), 'Shift+Tab')
  await isOpen('Push queue')
  await choose(button('Conflict: 1'))
  await page.waitForURL(/status=conflict/)
  await choose(page.getByRole('link', { name: 'inventory.set' }))
  await isOpen('Push inventory.set')
  const keep = page.getByRole('main').getByRole('button', { name: 'Keep the shop’s value' })
  await choose(keep)
  await isOn(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }))
  await press('Escape')
  await isOn(keep)
  await press('Enter')
  await choose(page.getByRole('dialog').getByRole('button', { name: 'Keep the shop’s value' }))
  await page.getByText('Cancelled', { exact: true }).waitFor()
  await isOn(heading('Push inventory.set'))
})
