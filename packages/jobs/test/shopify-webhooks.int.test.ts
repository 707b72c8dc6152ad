import { randomUUID } from 'node:crypto'
import { createWebhookBody, fulfillmentOrdersOf, fulfillmentSteps, ids } from '@shopmirror/sandbox/shopify/testing'
import { findOrphans } from '@shopmirror/test/find-orphans.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { createShopifyStage } from './shopify.ts'

const SECOND_MS = 1_000

const stage = await createShopifyStage(
  { products: 12, customers: 9, orders: 20, categories: 4 },
  { SHOPIFY_BULK_FROM: '1000000' },
)
const { sandbox, context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let domain: string
let shopId: string
beforeEach(async () => {
  domain = `bolt-${randomUUID().slice(0, 8)}.myshopify.com`
  shopId = await stage.installShop(domain)
  await stage.sync(shopId)
})

const worldOf = () => sandbox.shopify.shop(domain).world
const differences = () => stage.differences(shopId, domain)
const tick = () => sandbox.clock.advance(SECOND_MS)
/** Of what the shop says now. */
const bodyOf = (topic: string, id: number) => createWebhookBody(worldOf(), domain)(topic, id) ?? ''

/** A webhook, without what it has read again. */
async function receive(topic: string, body: string): Promise<void> {
  const now = context.now().toISOString()
  const delivery = {
    ...{ platform: 'shopify', deliveryId: randomUUID(), domain, topic, contentType: 'application/json' },
    ...{ body: Buffer.from(body).toString('base64'), receivedAt: now, triggeredAt: now },
  }
  await receiveWebhook.run({ deliveries: [delivery] }, context, stage.attempt())
}

const readAgain = () => stage.work([refetchObjects])

async function orderRow(id: number) {
  const [row] = await sql`
    select fulfillment_status, shipping_total::text from orders where shop_id = ${shopId} and external_id = ${ids.order(id)}`
  return row
}

test('each fulfilment step of an order is in the mirror after its webhook, although the body does not show it', async () => {
  const [unsent = 0, partly = 0] = worldOf().placedOrders()
  for (const [id, status] of [
    [unsent, 'paid'],
    [partly, 'shipped'],
  ] as const) {
    worldOf().changeOrderStatus(id, status)
    for (const step of fulfillmentSteps) {
      tick()
      fulfillmentOrdersOf(worldOf()).take(id, step)
      await receive('orders/updated', bodyOf('orders/updated', id))
      await readAgain()
      expect(await differences(), step).toBe('')
    }
  }
})

test('a new order that is already on hold is on hold in the mirror', async () => {
  tick()
  const { id } = worldOf().addOrder()
  fulfillmentOrdersOf(worldOf()).take(id, 'schedule')
  await receive('orders/create', bodyOf('orders/create', id))
  expect(await orderRow(id)).toMatchObject({ fulfillment_status: 'UNFULFILLED' })
  await readAgain()
  expect(await differences()).toBe('')
})

test('a less exact body leaves the stored value alone until the order is read again', async () => {
  const [id = 0] = worldOf().placedOrders()
  worldOf().changeOrderStatus(id, 'paid')
  fulfillmentOrdersOf(worldOf()).take(id, 'hold')
  await stage.sync(shopId, { type: 'full' })
  expect(await orderRow(id)).toMatchObject({ fulfillment_status: 'ON_HOLD' })

  tick()
  worldOf().updateOrder(id, { comment: 'Csengessen' })
  await receive('orders/updated', bodyOf('orders/updated', id))
  expect(await orderRow(id)).toMatchObject({ fulfillment_status: 'ON_HOLD' })
  await readAgain()
  expect(await differences()).toBe('')
})

test('a body that proves a change is written at once', async () => {
  const [id = 0] = worldOf().placedOrders()
  fulfillmentOrdersOf(worldOf()).take(id, 'hold')
  await stage.sync(shopId, { type: 'full' })
  tick()
  worldOf().changeOrderStatus(id, 'complete')
  await receive('orders/fulfilled', bodyOf('orders/fulfilled', id))
  expect(await orderRow(id)).toMatchObject({ fulfillment_status: 'FULFILLED' })
  expect(await differences()).toBe('')
})

test('what a body leaves out keeps its value, also beside an order whose body has it', async () => {
  const [id = 0, other = 0] = worldOf().placedOrders()
  const before = await orderRow(id)
  tick()
  for (const each of [id, other]) worldOf().updateOrder(each, { comment: 'Csengessen' })
  const { total_shipping_price_set: _left, ...poor } = JSON.parse(bodyOf('orders/updated', id))
  delete poor.total_shipping_price
  await receive('orders/updated', JSON.stringify(poor))
  await receive('orders/updated', bodyOf('orders/updated', other))
  expect((await orderRow(id))?.shipping_total).toBe(before?.shipping_total)
  await readAgain()
  expect(await differences()).toBe('')
})

test('a variant that is new to its product is read for what no webhook body has', async () => {
  tick()
  const [head = 0] = worldOf().products.ids()
  const variant = worldOf().addProduct({ parentId: head })
  await receive('products/update', bodyOf('products/update', head))
  await readAgain()
  const [row] = await sql`
    select currency, weight is not null as "hasWeight" from product_variants
    where shop_id = ${shopId} and external_id = ${ids.variant(variant.id)}`
  expect(row).toEqual({ currency: 'HUF', hasWeight: true })
})

test('a fulfilment of a deleted order stays out, in any order of the three webhooks', async () => {
  const orders = [
    ['orders/create', 'orders/delete', 'fulfillments/create'],
    ['fulfillments/create', 'orders/create', 'orders/delete'],
    ['fulfillments/create', 'orders/delete', 'orders/create'],
    ['orders/delete', 'fulfillments/create', 'orders/create'],
  ]
  for (const topics of orders) {
    tick()
    const { id } = worldOf().addOrder()
    worldOf().changeOrderStatus(id, 'complete')
    const bodies = new Map(topics.map((topic) => [topic, bodyOf(topic, id)]))
    tick()
    worldOf().deleteOrder(id)
    for (const topic of topics) {
      await receive(topic, bodies.get(topic) ?? '')
      expect(await findOrphans({ sql, shopId }), `${topic} of ${topics}`).toEqual([])
    }
    await readAgain()
    expect(await differences(), topics.join()).toBe('')
  }
})
