import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { findViolations } from '@shopmirror/test/page-faults.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'hiba-bolt.myshopify.com'
const dashboard = await startDashboard({ sandbox: { shops: [], products: 20, customers: 10, orders: 20 } })
const { dashboardUrl, sql, sandbox } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

const shopId = await dashboard.connect(domain)
await until(async () => {
  const runs = await sql`select from sync_runs where shop_id = ${shopId} and status = 'succeeded'`
  return runs.length > 0
})
const order = await refuseAnOrder()
const page = await dashboard.newPage(await dashboard.asOperator())

/** An order whose change Postgres refuses, as a trigger of the user's own does. */
async function refuseAnOrder(): Promise<{ number: string; externalId: string }> {
  await sql`create function refuse() returns trigger language plpgsql as $$ begin
    raise exception 'not now'; end $$`
  await sql`create trigger refuse before update on orders for each row execute function refuse()`
  const { world } = sandbox.shopify.shop(domain)
  const [id = 0] = world.placedOrders()
  world.changeOrderStatus(id, 'complete', 'Átadva')
  let failed: { object: string }[] = []
  await until(async () => {
    const deliveries = await sql<{ object: string; status: string }[]>`
      select object, status from webhook_deliveries where shop_id = ${shopId} and object like 'orders/%'`
    failed = deliveries.filter(({ status }) => status === 'failed')
    // One that is tried again later would make the change, and leave none to the one that is applied by hand.
    return failed.length > 0 && deliveries.every(({ status }) => status !== 'received')
  })
  // Neither may a read that another webhook asked for.
  await sql`delete from refetches where shop_id = ${shopId}`
  await sql`drop function refuse cascade`
  const externalId = failed[0]?.object.split('/')[1] ?? ''
  const [row] = await sql<{ number: string }[]>`
    select number from orders where shop_id = ${shopId} and external_id = ${externalId}`
  return { number: row?.number ?? '', externalId }
}

test('the overview counts the failure and leads to it', async () => {
  await page.goto(`${dashboardUrl}/`)
  await page.getByRole('group', { name: 'Failed' }).getByRole('link', { name: 'Show failures' }).click()
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  expect(new URL(page.url()).searchParams.get('status')).toBe('failed')
  await page
    .getByRole('row')
    .filter({ hasText: `orders/${order.externalId}` })
    .first()
    .waitFor()
})

test('an operator finds a failed delivery by the order number, applies it again, and sees what it led to', async () => {
  await page.goto(`${dashboardUrl}/activity?status=failed`)
  await page.getByLabel('Order number, id, SKU, topic or words of an error').fill(order.number)
  await page.waitForURL(/q=/)
  await page
    .getByRole('link', { name: /^Webhook: orders\// })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /^Webhook orders\// }).waitFor()
  await page.getByRole('alert').filter({ hasText: 'a trigger raised an error' }).waitFor()
  await page.getByRole('button', { name: 'Apply again' }).click()
  const changes = page.getByRole('table', { name: 'Changes of the copy' })
  await changes
    .getByRole('row')
    .filter({ hasText: `orders/${order.externalId}` })
    .filter({ hasText: 'Changed' })
    .first()
    .waitFor()
  await page.getByText('Applied', { exact: true }).first().waitFor()
})

test('the content is masked, and shown to who may see it and asks for it', async () => {
  const content = page.getByRole('region', { name: 'Content' }).last()
  await content.getByText('"email": "***"').first().waitFor()
  await page.getByRole('button', { name: 'Show customer data' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Show customer data' }).click()
  await content.getByText('@example.com').first().waitFor()
})

test('the life of the order shows the webhook and the change that it led to', async () => {
  await page.goto(`${dashboardUrl}/shops/${shopId}/objects/orders/${order.externalId}`)
  await page.getByRole('heading', { level: 1, name: order.number }).waitFor()
  const happened = page.getByRole('list', { name: 'What happened' })
  await happened.getByRole('listitem').filter({ hasText: 'Changed in the copy' }).first().waitFor()
  await happened
    .getByRole('link', { name: /^Webhook orders\// })
    .first()
    .waitFor()
})

test('the pages of this journey have no fault that axe finds, in both themes, and fit a phone', async () => {
  const [delivery] = await sql<{ id: string }[]>`
    select id from webhook_deliveries where shop_id = ${shopId} and object = ${`orders/${order.externalId}`} limit 1`
  const paths = ['/', '/activity', `/deliveries/${delivery?.id}`, `/shops/${shopId}/objects/orders/${order.externalId}`]
  await page.setViewportSize({ width: 360, height: 800 })
  for (const path of paths) {
    await page.goto(`${dashboardUrl}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('main').getByText(domain).first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
      expect(await findViolations(page), `${path} ${colorScheme}`).toEqual([])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(360)
  }
})
