import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startSandbox } from '../../start-sandbox.ts'
import { createCaller } from '../caller.ts'
import { ids } from '../world-ids.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

interface Hit {
  headers: IncomingHttpHeaders
  body: string
}

/** An app that listens. */
async function start(answer: (hit: number) => number = () => 200) {
  const hits: Hit[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      hits.push({ headers: request.headers, body })
      response.writeHead(answer(hits.length)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => server.close().closeAllConnections())
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const { shopify, sandbox, caller } = await startShop(uri)
  return { hits, uri, shopify, sandbox, caller, shop: shopify.shop() }
}

async function startShop(webhooksUrl: string) {
  const sandbox = await startSandbox({ shopify: { webhooksUrl } })
  open.push(() => sandbox.close())
  sandbox.shopify.webhooks.policy.hurry = 100_000
  const caller = createCaller(sandbox)
  await caller.install()
  return { sandbox, caller, shopify: sandbox.shopify }
}

type Caller = ReturnType<typeof createCaller>

async function subscribe(caller: Caller, topic: string, uri: string) {
  const text = `mutation($topic: WebhookSubscriptionTopic!, $uri: String!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) {
      webhookSubscription { id topic uri } userErrors { field message } } }`
  const { data } = (await caller.graphql(text, { topic, uri })).json() as {
    data: { webhookSubscriptionCreate: { webhookSubscription: { id: string } | null; userErrors: unknown[] } }
  }
  return data.webhookSubscriptionCreate
}

const topicsIn = (hits: readonly Hit[]) => hits.map(({ headers }) => headers['x-shopify-topic']).sort()

test('a change is sent under each of its topics, signed over the bytes, with ids as exact numbers', async () => {
  const { hits, uri, shopify, caller, shop } = await start()
  for (const topic of ['ORDERS_UPDATED', 'ORDERS_PARTIALLY_FULFILLED', 'FULFILLMENTS_CREATE', 'PRODUCTS_UPDATE'])
    await subscribe(caller, topic, uri)
  const [id = 0] = shop.world.placedOrders()
  const order = shop.world.changeOrderStatus(id, 'shipped')
  await shopify.webhooks.idle()

  expect(topicsIn(hits)).toEqual(['fulfillments/create', 'orders/partially_fulfilled', 'orders/updated'])
  expect(new Set(hits.map(({ headers }) => headers['x-shopify-event-id'])).size).toBe(1)
  expect(new Set(hits.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(3)
  for (const { headers, body } of hits) {
    const hmac = createHmac('sha256', shopify.clientSecret).update(body).digest('base64')
    expect(headers).toMatchObject({ 'x-shopify-hmac-sha256': hmac, 'x-shopify-shop-domain': shop.domain })
  }
  const [line] = order.lines
  expect(hits.find(({ headers }) => headers['x-shopify-topic'] === 'orders/updated')?.body).toContain(
    `"line_items":[{"id":${ids.line(line?.id ?? 0)},`,
  )
})

test('stock, products, customers and collections are sent, a product that lost a variant as changed', async () => {
  const { hits, uri, shopify, caller, shop } = await start()
  const topics = [
    'PRODUCTS_UPDATE',
    'PRODUCTS_DELETE',
    'INVENTORY_LEVELS_UPDATE',
    'INVENTORY_LEVELS_DISCONNECT',
    'CUSTOMERS_UPDATE',
    'COLLECTIONS_DELETE',
  ]
  for (const topic of topics) await subscribe(caller, topic, uri)
  const { world } = shop
  const topicsAfter = async (change: () => unknown) => {
    hits.length = 0
    change()
    await shopify.webhooks.idle()
    return topicsIn(hits)
  }
  const [first, ...others] = world.products.get(4)?.stocks ?? [0, 0, 0, 0]
  expect(await topicsAfter(() => world.updateProduct(4, { stocks: [first + 1, ...others] as never }))).toEqual([
    ...['inventory_levels/update', 'products/update'],
  ])
  const gone = Array.from({ length: world.stockCount }, () => 'inventory_levels/disconnect')
  expect(await topicsAfter(() => world.deleteProduct(5))).toEqual([...gone, 'products/update'])
  expect(await topicsAfter(() => [4, 6].map(world.deleteProduct))).toEqual([
    ...gone,
    ...gone,
    ...['products/delete', 'products/update'],
  ])
  expect(await topicsAfter(() => world.updateCustomer(1, { phone: '+361' }))).toEqual(['customers/update'])
  expect(await topicsAfter(() => world.deleteCategory(1))).toEqual(['collections/delete'])
})

test('a delivery comes again under the same id until it is taken, and a subscription dies with its ninth failure', async () => {
  const { hits, uri, shopify, caller, shop } = await start((hit) => (hit === 2 ? 200 : 500))
  await subscribe(caller, 'CUSTOMERS_UPDATE', uri)
  shop.world.updateCustomer(1, { phone: '+361' })
  await shopify.webhooks.idle()
  expect(hits.map(({ headers }) => headers['x-shopify-webhook-id'])).toHaveLength(2)
  expect(new Set(hits.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(1)
  expect(shop.subscriptions.list()).toHaveLength(1)

  shop.world.updateCustomer(1, { phone: '+362' })
  await shopify.webhooks.idle()
  expect([hits.length, shop.subscriptions.list().length]).toEqual([11, 0])
})

test('what is sent after a rotation is signed with the new secret', async () => {
  const { hits, uri, shopify, caller, shop } = await start()
  await subscribe(caller, 'CUSTOMERS_UPDATE', uri)
  const secret = shopify.rotateSecret()
  shop.world.updateCustomer(1, { phone: '+361' })
  await shopify.webhooks.idle()
  const [hit] = hits
  expect(hit?.headers['x-shopify-hmac-sha256']).toBe(
    createHmac('sha256', secret)
      .update(hit?.body ?? '')
      .digest('base64'),
  )
})

test('the app hears of its removal and of privacy without a subscription, and of nothing else after it', async () => {
  const { hits, uri, shopify, caller, shop } = await start()
  await subscribe(caller, 'CUSTOMERS_UPDATE', uri)
  shop.deliver('customers/redact', 3)
  await shop.merchant.uninstall()
  shop.world.updateCustomer(1, { phone: '+361' })
  shop.deliver('shop/redact')
  await shopify.webhooks.idle()
  expect(topicsIn(hits)).toEqual(['app/uninstalled', 'customers/redact', 'shop/redact'])
  expect(
    JSON.parse(hits.find(({ headers }) => headers['x-shopify-topic'] === 'customers/redact')?.body ?? ''),
  ).toMatchObject({ shop_domain: shop.domain, customer: { id: Number(ids.customer(3)) } })
})

test.each([
  ['', "Address can't be blank"],
  ['http://elsewhere.example/hook', 'Address protocol http:// is not supported'],
  ['https://minta-bolt.myshopify.com/hook', 'Address cannot be a Shopify or an internal domain'],
])('the address %j is refused', async (uri, message) => {
  const { caller } = await start()
  expect(await subscribe(caller, 'ORDERS_CREATE', uri)).toEqual({
    webhookSubscription: null,
    userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message }],
  })
})

test('an address is taken once for a topic, and a topic without its scope not at all', async () => {
  const { caller, uri, shopify, shop } = await start()
  expect((await subscribe(caller, 'ORDERS_CREATE', uri)).userErrors).toEqual([])
  expect((await subscribe(caller, 'ORDERS_CREATE', uri)).userErrors).toMatchObject([
    { message: 'Address for this topic has already been taken' },
  ])
  shopify.tokens.setScopes(shop.domain, ['read_orders'])
  expect((await subscribe(caller, 'PRODUCTS_CREATE', uri)).userErrors).toHaveLength(1)
})
