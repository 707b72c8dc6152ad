import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'elet-bolt.myshopify.com'
const system = await startSystem({
  sandbox: { shops: ['elet-bolt'], products: 120, customers: 80, orders: 160 },
  workers: 2,
})
const { world } = system.sandbox.shopify.shop(domain)
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string

test('an install that began with us ends in an active shop whose mirror equals its world', async () => {
  shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('what changed is found by an incremental sync, in every table', async () => {
  for (const id of world.placedOrders().slice(0, 10)) world.changeOrderStatus(id, 4, 'Átadva')
  for (const id of world.placedOrders().slice(10, 20)) world.changeOrderStatus(id, 5)
  world.addOrder()
  world.addProduct()
  world.updateProduct(2, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
  world.updateCustomer(3, { phone: '+36201234567' })
  world.updateCategory(2, { name: { hu: 'Más', en: 'Other' } })
  await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
  expect(await system.differences(domain, shopId)).toBe('')
})

test('what was deleted is found by a full sync', async () => {
  world.deleteProduct(8)
  world.deleteCustomer(8)
  world.deleteOrder(world.placedOrders()[9] ?? 0)
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  expect(await system.differences(domain, shopId)).toBe('')
})
