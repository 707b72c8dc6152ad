import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { expect, test } from 'vitest'
import { startSandbox } from '../../start-sandbox.ts'
import { ids } from '../world-ids.ts'

/** A shop with a webhook of the merchant for every topic, and a program that calls its API. */
async function start() {
  const heard: string[] = []
  const server = createServer(async (incoming, response) => {
    let text = ''
    for await (const chunk of incoming) text += chunk
    heard.push(JSON.parse(text).topic)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const sandbox = await startSandbox({ products: 21, customers: 5, orders: 10 })
  const shop = sandbox.shopline.shop('minta')
  const nouns = ['user', 'order', 'order_payment', 'order_delivery', 'product', 'stock']
  const verbs = 'create update remove pending confirm complete cancel refund status_notify_customer'.split(' ')
  const topics = nouns.flatMap((noun) => verbs.map((verb) => `${noun}/${verb}`))
  shop.hooks.add({ address, topics, version: 'v0' })
  const token = sandbox.shopline.tokens.issueStaff(shop.domain)
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'test', 'content-type': 'application/json' }
  return {
    ...{ sandbox, heard, world: shop.world },
    async call(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) {
      const url = `${sandbox.url}/shopline/open/v1/${path}`
      const answer = await request(url, { method, headers, body: JSON.stringify(body) })
      return { status: answer.statusCode, body: (await answer.body.json()) as { id: string } }
    },
    /** What was heard since the last time, by the alphabet. */
    async echoes() {
      await sandbox.shopline.webhooks.idle()
      return heard.splice(0).sort()
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Shop = Awaited<ReturnType<typeof start>>

function newOrder({ world }: Shop): object {
  const { id } = world.addProduct({ gross: '450' })
  const item = { item_type: 'Product', item_id: ids.product(id), item_price: 450, quantity: 1, total: 450 }
  return {
    order: {
      ...{
        delivery_option_id: ids.deliveryOption(1),
        payment_method_id: ids.paymentMethod(1),
        subtotal: 450,
        total: 450,
      },
      ...{ items: [item], delivery_address: { city: 'Taipei' }, customer_email: 'amy@example.com' },
    },
  }
}

test('writes are echoed by the webhooks of what they changed', async () => {
  await using shop = await start()
  const order = newOrder(shop)
  await shop.echoes()
  const { id } = (await shop.call('POST', 'orders', order)).body
  expect(await shop.echoes()).toEqual(['order/create'])
  await shop.call('PATCH', `orders/${id}`, { ref_order_id: 'erp-1' })
  expect(await shop.echoes()).toEqual(['order/update'])
  await shop.call('PATCH', `orders/${id}/order_payment_status`, { status: 'completed' })
  expect(await shop.echoes()).toEqual(['order/update', 'order_payment/complete', 'order_payment/update'])
  await shop.call('PATCH', `orders/${id}/status`, { status: 'confirmed', mail_notify: true })
  expect(await shop.echoes()).toEqual(['order/confirm', 'order/status_notify_customer', 'order/update'])
  await shop.call('PATCH', `orders/${id}/order_delivery_status`, { status: 'shipping' })
  expect(await shop.echoes()).toEqual(['order_delivery/update'])
  const silent = { cancelled_reason: { key: 'other' }, mail_notify: false, refund_order: false }
  await shop.call('PATCH', `orders/${id}/cancel`, silent)
  expect(await shop.echoes()).toEqual(['order/cancel', 'order/update'])
  const customer = (await shop.call('POST', 'customers', { email: 'amy@example.com' })).body
  await shop.call('PUT', `customers/${customer.id}`, { memo: 'call' })
  expect(await shop.echoes()).toEqual(['user/create', 'user/update'])
  const product = (await shop.call('POST', 'products', { product: { price: 1 } })).body
  await shop.call('PUT', `products/${product.id}/update_quantity`, { quantity: 3 })
  expect(await shop.echoes()).toEqual(['product/create', 'product/update', 'stock/update'])
})

test('the echo may arrive before the answer', async () => {
  await using shop = await start()
  const order = newOrder(shop)
  await shop.echoes()
  shop.sandbox.faults.set({ kind: 'echoFirst', path: 'orders', count: 1 })
  await shop.call('POST', 'orders', order)
  expect(shop.heard).toEqual(['order/create'])
})

test('a call may be carried out and answered with a 500', async () => {
  await using shop = await start()
  const order = newOrder(shop)
  const before = shop.world.placedOrders().length
  shop.sandbox.faults.set({ kind: 'answerFailed', path: 'orders', count: 1 })
  expect((await shop.call('POST', 'orders', order)).status).toBe(500)
  expect(shop.world.placedOrders()).toHaveLength(before + 1)
})
