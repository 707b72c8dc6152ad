import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, installShop, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { type Place, readRedis } from '@shopmirror/test/read-redis.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLeaks, type Leak, readLogs, readPostgres } from './support/leaks.ts'

const domain = 'titkos-bolt'
const ownDomain = 'sajat-bolt'
const shopifyDomain = 'titkos-shop.myshopify.com'
const ownApp = { id: 'own-client-of-the-merchant', secret: 'own-secret-of-the-merchant-1a2b3c' }
const spool = await mkdtemp(join(tmpdir(), 'shopmirror-spool-'))
const system = await startSystem({
  sandbox: { shops: [domain, ownDomain, 'titkos-shop'], products: 150, customers: 120, orders: 200, appWrites: true },
  env: { SHOPIFY_BULK_FROM: '100', SHOPIFY_SPOOL_DIR: spool },
})
const { sandbox, sql, stack } = system
const shop = sandbox.world(domain)
const shopify = sandbox.shopify.shop(shopifyDomain)
const shopline = sandbox.shopline.shop('titkos-line')
const unclaimed = sandbox.shopline.shop('arva-line')
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(spool, { recursive: true })
})

/** Of customers; all of the world's addresses end so. */
const customerData = new Map([['a customer', '@example.com']])
/** Where a customer may stand, until the erasure. */
const allowed = [
  ...[/^postgres customers\./, /^postgres orders\./, /^postgres webhook_deliveries\.body$/],
  /^postgres pushes\.(key|object|payload|error)$/,
]

/** Everything that opens something. */
function secrets(): Map<string, string> {
  const { ENCRYPTION_KEYS = '', INTERNAL_SYNC_SECRET = '' } = stack.env
  const addresses = [domain, ownDomain].flatMap((name) =>
    sandbox.shoprenter
      .shop(name)
      .hooks.list()
      .map(({ url }) => url),
  )
  const shopifyAddresses = shopify.subscriptions.list().map(({ uri }) => uri)
  const shoplineAddresses = shopline.hooks.list().map(({ address }) => address)
  return new Map([
    ['the app secret', sandbox.shoprenter.clientSecret],
    ['the secret of the Shopify app', sandbox.shopify.clientSecret],
    ['the secret of the SHOPLINE app', sandbox.shopline.clientSecret],
    ["a merchant's own secret", ownApp.secret],
    ['the encryption key', ENCRYPTION_KEYS.slice(ENCRYPTION_KEYS.indexOf(':') + 1)],
    ['the internal secret', INTERNAL_SYNC_SECRET],
    ['an API key', stack.apiKey],
    ["an operator's key", stack.operatorKey],
    ...[sandbox.shoprenter, sandbox.shopify, sandbox.shopline]
      .flatMap(({ tokens }) => tokens.issued())
      .map((token, index) => [`token ${index}`, token] as const),
    ...[...addresses, ...shopifyAddresses, ...shoplineAddresses].map(
      (url, index) => [`webhook address ${index}`, shopKeyOf(url)] as const,
    ),
    ...grants.map((code, index) => [`grant ${index}`, code] as const),
  ])
}
const grants: string[] = []

/** `…/webhooks/{platform}/{shopKey}/{topic}` */
function shopKeyOf(url: string): string {
  return new URL(url).pathname.split('/')[3] ?? url
}

async function readEverything(): Promise<Place[]> {
  const [redis, tables, logs, pages] = await Promise.all([
    readRedis(system.redis.env),
    readPostgres(sql),
    readLogs(stack.logDir),
    readPages(),
  ])
  return [...redis, ...tables, ...logs, ...pages]
}

/** What operators look at: Bull Board with every job, and the metrics of every process. */
async function readPages(): Promise<Place[]> {
  const queues = ['inbox', 'shops', 'sync', 'outbox', 'clock']
  const statuses = ['latest', 'active', 'waiting', 'completed', 'failed', 'delayed']
  const boards = queues.flatMap((queue) =>
    statuses.map(
      (status) => `${stack.apiUrl}/queues/api/queues?activeQueue=${queue}&status=${status}&page=1&jobsPerPage=100`,
    ),
  )
  const metrics = [stack.api, ...stack.workers].map(({ url }) => `${url}/metrics`)
  return Promise.all([...boards, ...metrics].map(readPage))
}

async function readPage(url: string): Promise<Place> {
  const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${stack.operatorKey}` } })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text}`)
  return { where: `page ${new URL(url).pathname}${new URL(url).search}`, text }
}

const misplaced = (leaks: Leak[]) => leaks.filter(({ where }) => !allowed.some((place) => place.test(where)))

beforeAll(async () => {
  const walk = await sandbox.shoprenter.shop(domain).merchant.install()
  grants.push(...walk.hops.flatMap(({ url }) => new URL(url).searchParams.get('code') ?? []))
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  for (const id of shop.placedOrders().slice(0, 10)) shop.changeOrderStatus(id, 'shipped', 'anna@example.com kérte')
  await sandbox.shoprenter.webhooks.idle()
  await tellOfShopify()
  await tellOfShopline()
  await system.api
    .post('/api/v1/shops', {
      ...{ platform: 'shoprenter', domain: ownDomain },
      ...{ client_id: ownApp.id, client_secret: ownApp.secret },
    })
    .catch((error: unknown) => expect(String(error)).toContain('rejected our credentials'))
  sandbox.shoprenter.tokens.register({ ...ownApp, domain: ownDomain })
  await system.api.post('/api/v1/shops', {
    ...{ platform: 'shoprenter', domain: ownDomain },
    ...{ client_id: ownApp.id, client_secret: ownApp.secret },
  })
  await push('shoprenter', domain, shopId)
  // Failing calls, whose answers hold customers.
  sandbox.faults.set(
    { kind: 'truncate', path: 'orderExtend', count: 4 },
    { kind: 'error', path: 'customerExtend', count: 2 },
  )
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 20_000, intervalMs: 200 })
})

/** Pushes that are carried out after a lost answer, refused at once, and refused by us before they are sent. */
async function push(platform: string, domain: string, shopId: string): Promise<void> {
  const settings = { inventory: { enabled: true, interval_minutes: 0, on_conflict: 'hold' } }
  await system.api.put(`/api/v1/shops/${shopId}/push-settings`, settings)
  const expectation = expectations.find((each) => each.platform === platform) ?? expect.fail(platform)
  const productIds = expectation.worldOf(sandbox, domain).products.ids().slice(0, 2)
  const payload = expectation.orderToPush(sandbox, domain, { email: 'pushed@example.com', productIds })
  const order = { key: 'order-1', kind: 'order.create', object: { own_id: 'ERP-1' }, payload }
  const stock = { kind: 'inventory.set', object: { sku: 'anna@example.com' }, payload: { quantity: 1, location: '1' } }
  const send = (...pushes: object[]) => system.api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
  sandbox.faults.set({ kind: 'answerLost', count: 1, shop: domain })
  await send(order, { ...stock, key: 'anna@example.com' })
  await expect(send({ ...stock, key: 'other', payload: { quantity: 'anna@example.com' } })).rejects.toThrow('422')
  await sql`select push(${shopId}, 'inventory.set', '{"sku":"A"}', '{"quantity":"anna@example.com"}', 'sql@example.com')`
  const ended = () =>
    sql`select kind, status, error from pushes where shop_id = ${shopId} and finished_at is not null order by id`
  await until(async () => (await ended()).length === 3, { timeoutMs: 30_000 })
  expect(await ended()).toMatchObject([{ status: 'completed' }, { status: 'failed' }, { status: 'failed' }])
}

/** Bulk reads, webhooks, and calls that fail. */
async function tellOfShopify(): Promise<void> {
  const shopId = await system.connect(shopifyDomain)
  await waitForRun(system, await findFirstRun(system, shopId))
  const { world } = shopify
  for (const id of world.placedOrders().slice(0, 10)) world.changeOrderStatus(id, 'shipped')
  world.updateCustomer(3, { firstName: 'Anna' })
  await push('shopify', shopifyDomain, shopId)
  sandbox.faults.set({ kind: 'truncate', path: 'CustomersById', count: 2 }, { kind: 'bulkShort', count: 1 })
  await waitForRun(system, await startSync(system, shopId, { type: 'full' }))
  await until(async () => (await system.differences(shopifyDomain, shopId)) === '', {
    timeoutMs: 20_000,
    intervalMs: 200,
  })
}

/**
 * Tokens come by webhook, to a shop that is claimed and to one that nobody claims; the consent's state is good for a
 * while.
 */
async function tellOfShopline(): Promise<void> {
  unclaimed.merchant.install({ repeats: 1 })
  const { visit, shop } = await installShop(system, shopline.domain)
  grants.push(...visit.hops.flatMap(({ url }) => /oauth\/begin\/([\w-]+)/.exec(url)?.[1] ?? []))
  await waitForRun(system, await findFirstRun(system, shop.id))
  shopline.merchant.reauthorise({ repeats: 1 })
  await push('shopline', shopline.domain, shop.id)
  for (const id of shopline.world.placedOrders().slice(0, 10)) shopline.world.changeOrderStatus(id, 'shipped')
  sandbox.faults.set({ kind: 'truncate', path: 'customers', count: 2 }, { kind: 'error', path: 'orders', count: 2 })
  await sandbox.shopline.webhooks.idle()
  await until(async () => (await system.differences(shopline.domain, shop.id)) === '', {
    timeoutMs: 20_000,
    intervalMs: 200,
  })
}

test('results of bulk operations are deleted after they are read', async () => {
  expect(await readdir(spool)).toEqual([])
})

test('the search would find them: customers stand in their tables before the erasure', async () => {
  const found = findLeaks(await readPostgres(sql), customerData).map(({ where }) => where)
  expect(found).toEqual(expect.arrayContaining(['postgres customers.email', 'postgres orders.raw']))
})

test('no token, key or secret is stored unencrypted anywhere', async () => {
  expect(secrets().size).toBeGreaterThan(10)
  expect(findLeaks(await readEverything(), secrets())).toEqual([])
})

test('customers stand in the mirror and the deliveries, and nowhere else', async () => {
  expect(misplaced(findLeaks(await readEverything(), customerData))).toEqual([])
})

test('after the erasure no customer and no token of the shop is stored anywhere', async () => {
  await sandbox.shoprenter.shop(domain).merchant.uninstall()
  await sandbox.shoprenter.shop(ownDomain).merchant.uninstall()
  await shopify.merchant.uninstall()
  shopline.merchant.uninstall()
  unclaimed.merchant.uninstall()
  await until(async () => (await sql`select from erasures where finished_at is not null`).length === 4, {
    timeoutMs: 20_000,
  })
  const places = await readEverything()
  expect(findLeaks(places, customerData)).toEqual([])
  expect(findLeaks(places, secrets())).toEqual([])
})
