import { afterEach, expect, test } from 'vitest'
import { type OperationsServer, type Script, startOperations } from '../testing/operations-server.ts'
import { createSubscriptions } from './subscriptions.ts'

const ADDRESS = new URL('https://mirror.example/api/v1/webhooks/shopify')
let server: OperationsServer
const open = async (script: Script) => {
  server = await startOperations(script)
  return createSubscriptions(server.api)
}
afterEach(() => server.close())

const node = (id: string, topic = 'ORDERS_CREATE', uri = ADDRESS.href) => ({
  id: `gid://shopify/WebhookSubscription/${id}`,
  topic,
  uri,
})
const page = (nodes: unknown[], endCursor: string | null = null) => ({
  nodes,
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
})
const created = (webhookSubscription: unknown, field: string[] = [], message = '') => ({
  webhookSubscription,
  userErrors: message ? [{ field, message }] : [],
})
const TAKEN = ['webhookSubscription', 'callbackUrl']

test('all pages are listed, ids beyond 2^53 whole, also what others subscribed to', async () => {
  const shop = await open({
    webhookSubscriptions: ({ after }) =>
      after === 'a'
        ? page([node('9007199254740993', 'CARTS_CREATE')])
        : page([node('1', 'INVENTORY_LEVELS_UPDATE')], 'a'),
  })
  expect(await shop.list()).toEqual([
    { externalId: '1', topic: 'inventory_levels/update', address: ADDRESS.href },
    { externalId: '9007199254740993', topic: 'CARTS_CREATE', address: ADDRESS.href },
  ])
})

test('a subscription is made with the topic as GraphQL writes it', async () => {
  const shop = await open({ webhookSubscriptionCreate: () => created(node('7')) })
  const made = await shop.subscribe('orders/create', ADDRESS)
  expect(made).toEqual({ externalId: '7', topic: 'orders/create', address: ADDRESS.href })
  expect(server.asked('webhookSubscriptionCreate')).toEqual([
    { topic: 'ORDERS_CREATE', webhookSubscription: { uri: ADDRESS.href, format: 'JSON' } },
  ])
})

test('what is there already is found instead of made again', async () => {
  const shop = await open({
    webhookSubscriptionCreate: () => created(null, TAKEN, 'Address for this topic has already been taken'),
    webhookSubscriptions: () =>
      page([node('5', 'ORDERS_PAID'), node('6', 'ORDERS_CREATE', 'https://x.example/'), node('7')]),
  })
  expect((await shop.subscribe('orders/create', ADDRESS)).externalId).toBe('7')
})

test('an address that is refused is no matter of scopes, a topic that is refused is', async () => {
  let message = 'Address protocol http:// is not supported'
  let field = TAKEN
  const shop = await open({ webhookSubscriptionCreate: () => created(null, field, message) })
  await expect(shop.subscribe('orders/create', ADDRESS)).rejects.toMatchObject({
    kind: 'permanent',
    missingScope: undefined,
    message: expect.stringContaining(message),
  })
  field = ['webhookSubscription', 'topic']
  message = 'You are not allowed to subscribe to this topic'
  await expect(shop.subscribe('orders/create', ADDRESS)).rejects.toMatchObject({
    kind: 'permanent',
    missingScope: 'read_orders',
  })
  await expect(shop.subscribe('carts/create', ADDRESS)).rejects.toMatchObject({ kind: 'permanent' })
})

test('removing what is gone is done; another refusal is said', async () => {
  let message = 'Webhook subscription does not exist'
  const shop = await open({
    webhookSubscriptionDelete: () => ({ deletedWebhookSubscriptionId: null, userErrors: [{ field: ['id'], message }] }),
  })
  await shop.unsubscribe('7')
  expect(server.asked('webhookSubscriptionDelete')).toEqual([{ id: 'gid://shopify/WebhookSubscription/7' }])
  message = 'No'
  await expect(shop.unsubscribe('7')).rejects.toThrow('id: No')
})
