import { randomBytes } from 'node:crypto'
import { ids as idOf } from '@shopmirror/sandbox/shoprenter/testing'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const rented = 'elet-bolt'
const shopify = 'elet-bolt.myshopify.com'
const system = await startSystem({
  sandbox: { shops: [rented], products: 60, customers: 30, orders: 60 },
  workers: 1,
})
const { sandbox, sql } = system
afterAll(() => system[Symbol.asyncDispose]())

/** Longer than any B-tree takes, and nothing that compresses. */
const longText = () => randomBytes(4_500).toString('base64')

let rentedId: string
let shopifyId: string
beforeAll(async () => {
  rentedId = await system.connect(rented)
  shopifyId = await system.connect(shopify)
  for (const id of [rentedId, shopifyId]) await waitForRun(system, await findFirstRun(system, id))
})

test('texts longer than an index allows are mirrored by a sync, with everything else', async () => {
  sandbox.world(rented).updateProduct(2, { sku: longText() })
  sandbox.world(rented).updateProduct(3, { gross: '4242', net: '3340.1575' })
  sandbox.world(rented).updateCustomer(4, { email: `${longText()}@example.com` })
  await waitForRun(system, await startSync(system, rentedId, { type: 'full' }))
  expect(await system.differences(rented, rentedId)).toBe('')
})

test('and by webhooks', async () => {
  const { world } = sandbox.shopify.shop(shopify)
  const [sku, email] = [longText(), `${longText()}@example.com`]
  world.updateProduct(2, { sku })
  world.updateCustomer(4, { email })
  const orders = world.placedOrders().slice(0, 10)
  for (const id of orders) world.changeOrderStatus(id, 'complete', 'Átadva')
  await until(async () => {
    const [found] = await sql<{ skus: number; emails: number; orders: number }[]>`
      select (select count(*)::int from product_variants where shop_id = ${shopifyId} and sku = ${sku}) as skus,
        (select count(*)::int from customers where shop_id = ${shopifyId} and email = ${email}) as emails,
        (select count(distinct object)::int from webhook_deliveries
          where shop_id = ${shopifyId} and topic = 'orders/fulfilled' and status = 'applied') as orders`
    return found?.skus === 1 && found.emails === 1 && found.orders === orders.length
  })
  expect(await sql`select topic, error from webhook_deliveries where status = 'failed'`).toEqual([])
})

test('a product that a trigger refuses is quarantined by its run, and mirrored when it is accepted', async () => {
  const refused = idOf.product(5)
  await sql`create function refuse() returns trigger language plpgsql as $$ begin
    if new.price = 4343 then raise exception 'not this price'; end if; return new; end $$`
  await sql`create trigger refuse before insert or update on product_variants for each row execute function refuse()`
  sandbox.world(rented).updateProduct(5, { gross: '4343', net: '3340.1575' })
  sandbox.world(rented).updateProduct(6, { gross: '4444', net: '3340.1575' })
  await waitForRun(system, await startSync(system, rentedId, { type: 'full' }))
  const prices = await sql<{ price: string }[]>`
    select price::text from product_variants where shop_id = ${rentedId} and price in (4343, 4444)`
  expect(prices.map(({ price }) => Number(price))).toEqual([4444])
  const kept = () => sql`select table_name, external_id, sqlstate from quarantine where shop_id = ${rentedId}`
  expect(await kept()).toEqual([{ table_name: 'products', external_id: refused, sqlstate: 'P0001' }])

  await sql`drop function refuse cascade`
  await waitForRun(system, await startSync(system, rentedId, { type: 'full' }))
  expect(await system.differences(rented, rentedId)).toBe('')
  expect(await kept()).toEqual([])
})
