import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const system = await startSystem({
  sandbox: { products: 90, customers: 80, orders: 160 },
  workers: 2,
})
const { sandbox, sql } = system
const { webhooks } = sandbox.shopline
const { domain, world, state, merchant, publisher, hooks } = sandbox.shopline.shop('elet-bolt')
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string
const PATIENCE = { timeout: 30_000, interval: 200 }
const sync = async (type: 'full' | 'incremental') => waitForRun(system, await startSync(system, shopId, { type }))

test('an install ends in an active shop whose mirror equals its world', async () => {
  shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  expect(await system.differences(domain, shopId)).toBe('')
  await until(() => hooks.list().length > 15)
})

test('everything that is sent by webhook arrives, even repeated and out of order', async () => {
  Object.assign(webhooks.policy, { duplicates: 0.5, late: 0.5 })
  for (const id of world.placedOrders().slice(20, 25)) world.changeOrderStatus(id, 'complete', 'Átadva')
  world.changeOrderStatus(world.placedOrders()[30] ?? 0, 'cancelled')
  // Of this its order's own version says nothing.
  state.changeDelivery(world.placedOrders()[40] ?? 0, 'collected')
  world.addOrder()
  world.updateProduct(5, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
  world.addProduct()
  world.updateCustomer(3, { phone: '+36201234567' })
  world.deleteCustomer(9)
  world.deleteOrder(world.placedOrders()[50] ?? 0)
  await expect.poll(() => system.differences(domain, shopId), PATIENCE).toBe('')
})

test('changes without a webhook are found by an incremental sync, in every table', async () => {
  webhooks.policy.lost = 1
  for (const id of world.placedOrders().slice(0, 10)) world.changeOrderStatus(id, 'complete', 'Átadva')
  state.changeDelivery(world.placedOrders()[60] ?? 0, 'returned')
  world.addOrder()
  world.addProduct()
  world.updateProduct(2, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
  world.updateCustomer(3, { phone: '+36201234568' })
  world.updateCategory(2, { name: { hu: 'Más', en: 'Other' } })
  await sync('incremental')
  expect(await system.differences(domain, shopId)).toBe('')
})

test('what was deleted is found by a full sync, and what was archived stays', async () => {
  for (const id of [7, 11, 15, 16, 17, 18]) world.deleteProduct(id)
  world.deleteCustomer(8)
  world.deleteOrder(world.placedOrders()[9] ?? 0)
  world.deleteCategory(3)
  state.archive(world.placedOrders()[12] ?? 0)
  await sync('full')
  expect(await system.differences(domain, shopId)).toBe('')
})

test("signed webhooks of the app arrive at the app's address", async () => {
  webhooks.policy.lost = 0
  hooks.clear()
  sandbox.shopline.app.topics = 'all'
  world.changeOrderStatus(world.placedOrders()[70] ?? 0, 'complete', 'Átadva')
  world.updateCustomer(4, { phone: '+36201234569' })
  world.updateCategory(4, { name: { hu: 'Megint más', en: 'Another' } })
  await expect.poll(() => system.differences(domain, shopId), PATIENCE).toBe('')
  const [row] = await sql`
    select count(*)::int as ours from webhook_deliveries
    where shop_id = ${shopId} and topic = 'customer/update' and status = 'applied'`
  expect(row?.ours).toBeGreaterThan(0)
})

test('an unknown topic is accepted, stored, and ignored with a reason', async () => {
  publisher.publishToApp('webhook/verification', { _id: 'a-handshake' })
  await webhooks.idle()
  const kept = async () =>
    sql`select status, error, body is not null as kept from webhook_deliveries where topic = 'webhook/verification'`
  await until(async () => (await kept())[0]?.status === 'ignored', { timeoutMs: 20_000 })
  expect(await kept()).toMatchObject([{ kept: true, error: expect.stringContaining('webhook/verification') }])
  expect(webhooks.counts.failed).toBe(0)
})

test('an uninstall deletes the tokens, and the data after the grace period', async () => {
  merchant.uninstall()
  await until(async () => (await sql`select from shop_credentials where shop_id = ${shopId}`).length === 0, {
    timeoutMs: 20_000,
  })
  await until(
    async () => (await sql`select from erasures where shop_id = ${shopId} and finished_at is not null`).length > 0,
    { timeoutMs: 20_000 },
  )
  expect(await sql`select from orders where shop_id = ${shopId}`).toHaveLength(0)
})
