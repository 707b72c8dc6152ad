import { fulfillmentOrdersOf, fulfillmentSteps } from '@shopmirror/sandbox/shopify/testing'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'elet-bolt.myshopify.com'
const system = await startSystem({
  sandbox: { shops: ['elet-bolt'], products: 120, customers: 80, orders: 160 },
  workers: 2,
})
const { sandbox, sql } = system
const { webhooks } = sandbox.shopify
const { world, merchant } = sandbox.shopify.shop(domain)
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string
const isEqual = async () => (await system.differences(domain, shopId)) === ''

test('an install that started with us ends in an active shop whose mirror equals its world', async () => {
  shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('everything that is sent by webhook arrives, even repeated and out of order', async () => {
  Object.assign(webhooks.policy, { duplicates: 0.5, late: 0.5 })
  for (const id of world.placedOrders().slice(20, 25)) world.changeOrderStatus(id, 'complete', 'Átadva')
  world.changeOrderStatus(world.placedOrders()[30] ?? 0, 'cancelled')
  world.addOrder()
  world.updateProduct(5, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
  world.addProduct()
  world.addProduct({ parentId: 1 })
  world.updateCustomer(3, { phone: '+36201234567' })
  world.updateCategory(2, { name: { hu: 'Más', en: 'Other' } })
  await until(isEqual, { timeoutMs: 20_000, intervalMs: 200 })
})

test('holds, schedules and progress of fulfilment reach the mirror, although webhook bodies do not show them', async () => {
  const orders = fulfillmentOrdersOf(world)
  for (const [index, step] of fulfillmentSteps.entries()) orders.take(world.placedOrders()[40 + index] ?? 0, step)
  const [held = 0, fulfilled = 0] = world.placedOrders().slice(60)
  for (const id of [held, fulfilled]) orders.take(id, 'hold')
  await until(isEqual, { timeoutMs: 20_000, intervalMs: 200 })
  orders.take(held, 'release')
  world.changeOrderStatus(fulfilled, 'complete', 'Átadva')
  await until(isEqual, { timeoutMs: 20_000, intervalMs: 200 })
})

test('changes without a webhook are found by an incremental sync, in every table', async () => {
  webhooks.policy.lost = 1
  for (const id of world.placedOrders().slice(0, 10)) world.changeOrderStatus(id, 'complete', 'Átadva')
  for (const id of world.placedOrders().slice(10, 20)) world.changeOrderStatus(id, 'cancelled')
  world.addOrder()
  world.addProduct()
  world.updateProduct(2, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
  world.updateCustomer(3, { phone: '+36201234567' })
  world.updateCategory(2, { name: { hu: 'Más', en: 'Other' } })
  await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('what was deleted is found by a full sync', async () => {
  // A head, a member in the middle, the last one to change, and a whole family.
  for (const id of [7, 11, 15, 16, 17, 18]) world.deleteProduct(id)
  world.deleteCustomer(8)
  world.deleteOrder(world.placedOrders()[9] ?? 0)
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('a customer who wants to be forgotten is, and the others are not', async () => {
  Object.assign(webhooks.policy, { lost: 0, duplicates: 0, late: 0 })
  const [id = 0] = world.customers.ids()
  const email = world.customers.get(id)?.email ?? ''
  const stored = () => sql`
    select email from customers where shop_id = ${shopId} and email is not null
    union all select email from orders where shop_id = ${shopId} and email is not null`
  const before = await stored()
  expect(before).toContainEqual({ email })
  sandbox.shopify.shop(domain).deliver('customers/redact', id)
  await until(async () => (await privacyRequest('redact_customer'))?.outcome === 'redacted', { timeoutMs: 20_000 })
  expect(await stored()).toEqual(before.filter((row) => row.email !== email))
})

test('an uninstall deletes the tokens, and the data after the grace period', async () => {
  await merchant.uninstall()
  await until(async () => (await sql`select from shop_credentials where shop_id = ${shopId}`).length === 0)
  await until(
    async () => (await sql`select from erasures where shop_id = ${shopId} and finished_at is not null`).length > 0,
    { timeoutMs: 20_000 },
  )
  expect(await sql`select from orders where shop_id = ${shopId}`).toHaveLength(0)
})

test('privacy requests of an uninstalled shop are done, with evidence', async () => {
  sandbox.shopify.shop(domain).deliver('shop/redact')
  await until(async () => (await privacyRequest('redact_shop'))?.outcome === 'erased', { timeoutMs: 20_000 })
  expect(await sql`select from webhook_deliveries where shop_id = ${shopId} and body is not null`).toHaveLength(1)
})

async function privacyRequest(kind: string) {
  const [row] = await sql`select outcome, evidence from privacy_requests where shop_id = ${shopId} and kind = ${kind}`
  return row
}
