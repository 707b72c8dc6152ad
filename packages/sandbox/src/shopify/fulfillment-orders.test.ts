import { expect, test } from 'vitest'
import { startSandbox } from '../start-sandbox.ts'
import { createCaller } from './caller.ts'
import { fulfillmentOrdersOf } from './fulfillment-orders.ts'
import { createWebhookBody } from './rest/webhook-body.ts'
import { truthOf } from './truth/index.ts'
import { ids } from './world-ids.ts'

const statuses = ['processing', 'shipped', 'complete', 'cancelled'] as const

/** By how much of the order was sent: nothing, some, all, and of a cancelled one. */
const shown = {
  hold: ['ON_HOLD', 'ON_HOLD', 'FULFILLED', 'UNFULFILLED'],
  release: ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'UNFULFILLED'],
  schedule: ['SCHEDULED', 'SCHEDULED', 'FULFILLED', 'UNFULFILLED'],
  ready: ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'UNFULFILLED'],
  progress: ['IN_PROGRESS', 'PARTIALLY_FULFILLED', 'FULFILLED', 'UNFULFILLED'],
  stop: ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'UNFULFILLED'],
  submit: ['PENDING_FULFILLMENT', 'PENDING_FULFILLMENT', 'FULFILLED', 'UNFULFILLED'],
  accept: ['IN_PROGRESS', 'PARTIALLY_FULFILLED', 'FULFILLED', 'UNFULFILLED'],
  decline: ['REQUEST_DECLINED', 'REQUEST_DECLINED', 'FULFILLED', 'UNFULFILLED'],
} as const

test('the API and the truth say what becomes of an order; its webhook body knows only how much was sent', async () => {
  const sandbox = await startSandbox({})
  const { world, domain } = sandbox.shopify.shop()
  const caller = createCaller(sandbox)
  await caller.install()
  const webhookBody = createWebhookBody(world, domain)
  const [id = 0] = world.placedOrders()
  const read = async () => {
    const { data } = (
      await caller.graphql('query($id: ID!) { order(id: $id) { displayFulfillmentStatus updatedAt } }', {
        id: `gid://shopify/Order/${ids.order(id)}`,
      })
    ).json() as { data: { order: { displayFulfillmentStatus: string } } }
    return data.order.displayFulfillmentStatus
  }
  for (const [index, status] of statuses.entries())
    for (const [step, expected] of Object.entries(shown)) {
      world.changeOrderStatus(id, status)
      fulfillmentOrdersOf(world).take(id, step as keyof typeof shown)
      const about = `${step} of an order of status ${status}`
      expect(await read(), about).toBe(expected[index])
      const row = truthOf(world).orders?.find(({ externalId }) => externalId === ids.order(id))
      expect(row?.fields.fulfillment_status, about).toBe(expected[index])
      expect(JSON.parse(webhookBody('orders/updated', id) ?? '')).toMatchObject({
        fulfillment_status: [null, 'partial', 'fulfilled', null][index],
      })
    }
  await sandbox.close()
})

test('actions of the controls send orders/updated, and a topic that does not name the order', async () => {
  const sandbox = await startSandbox({})
  const { world, domain } = sandbox.shopify.shop()
  const [order = 0] = world.placedOrders()
  const before = world.orders.get(order)?.updatedAt ?? 0
  sandbox.clock.advance(60_000)
  const control = (body: object) =>
    fetch(`${sandbox.url}/control/shops/${domain}/fulfillment`, { method: 'POST', body: JSON.stringify(body) })
  const answer = await control({ order, step: 'hold' })
  expect(await answer.json()).toEqual({ status: 'ON_HOLD', requestStatus: 'UNSUBMITTED' })
  expect(world.orders.get(order)?.updatedAt).toBeGreaterThan(before)
  expect((await control({ order, step: 'juggle' })).status).toBe(404)
  expect(JSON.parse(createWebhookBody(world, domain)('fulfillment_orders/placed_on_hold', order) ?? '')).toEqual({
    fulfillment_order: {
      id: `gid://shopify/FulfillmentOrder/${ids.fulfillmentOrder(order)}`,
      status: 'on_hold',
      request_status: 'unsubmitted',
    },
  })
  await sandbox.close()
})
