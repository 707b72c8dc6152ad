import { ids as idOf } from '@shopmirror/sandbox/shoprenter/testing'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'elet-bolt'
const system = await startSystem({
  sandbox: { shops: [domain], products: 450, customers: 250, orders: 700 },
  workers: 2,
})
const { sandbox, sql, stack } = system
const shop = sandbox.world(domain)
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string

test('an install over HTTP ends in an active shop whose mirror equals its world', async () => {
  shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('every order that is sent by webhook arrives, even repeated and out of order', async () => {
  Object.assign(sandbox.shoprenter.webhooks.policy, { duplicates: 0.5, late: 0.5 })
  for (const id of shop.placedOrders().slice(0, 20)) shop.changeOrderStatus(id, 'shipped')
  for (let count = 0; count < 10; count += 1) shop.addOrder()
  for (const id of shop.placedOrders().slice(0, 10)) shop.changeOrderStatus(id, 'complete', 'Átadva')
  await sandbox.shoprenter.webhooks.idle()
  await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 20_000, intervalMs: 200 })

  const [row] = await sql`select count(*)::int as rows, count(handled_at)::int as handled from webhook_deliveries`
  expect(row).toEqual({
    rows: sandbox.shoprenter.webhooks.counts.accepted,
    handled: sandbox.shoprenter.webhooks.counts.accepted,
  })
})

test('changes without a webhook are found by an incremental sync, which reads little', async () => {
  for (const id of [1, 200, 450]) shop.updateProduct(id, { gross: '4242', net: '3340.1575' })
  for (const id of [3, 250]) shop.updateCustomer(id, { email: `moved${id}@example.com` })
  // Lost on the way: nobody will ever tell.
  sandbox.shoprenter.webhooks.policy.lost = 1
  for (const id of shop.placedOrders().slice(50, 55)) shop.changeOrderStatus(id, 'cancelled')
  sandbox.shoprenter.webhooks.policy.lost = 0

  const run = await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
  expect(await system.differences(domain, shopId)).toBe('')
  expect(run.requests).toBeLessThan(20)
})

test('what was deleted is found by a full sync', async () => {
  shop.deleteProduct(7)
  shop.deleteCustomer(8)
  const [order = 0] = shop.placedOrders()
  shop.deleteOrder(order)
  const run = await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
  expect(run.resources.map((row) => row.deleted)).toEqual([0, 1, 1, 1])
})

test('an uninstall deletes the tokens at once and the data after the grace period, with evidence', async () => {
  const visit = await sandbox.shoprenter.shop(domain).merchant.uninstall()
  expect(visit.status).toBe(200)
  expect(await sql`select from shop_credentials where shop_id = ${shopId}`).toHaveLength(0)
  const [erasure] = await until(async () => {
    const rows = await sql`select removed from erasures where shop_id = ${shopId} and finished_at is not null`
    return rows.length > 0 && rows
  })
  expect(erasure?.removed).toMatchObject({ customers: 250, products: 450 })
  expect(await sql`select from orders where shop_id = ${shopId}`).toHaveLength(0)
  expect(await sql`select from webhook_deliveries where shop_id = ${shopId}`).toHaveLength(0)
})

test('what a shop still sends after it left is answered and changes nothing', async () => {
  const [order = 0] = shop.placedOrders()
  shop.changeOrderStatus(order, 'paid')
  await sandbox.shoprenter.webhooks.idle()
  await until(async () => (await sql`select from webhook_deliveries where status = 'ignored'`).length > 0)
  expect(await sql`select from orders where external_id = ${idOf.order(order)}`).toHaveLength(0)
  expect(sandbox.shoprenter.webhooks.counts.failed).toBe(0)
})

test('a shop that is installed again is a new one with a complete mirror', async () => {
  const again = await system.connect(domain)
  expect(again).not.toBe(shopId)
  await waitForRun(system, await findFirstRun(system, again))
  expect(await system.differences(domain, again)).toBe('')
  expect(stack.workers).toHaveLength(2)
})
