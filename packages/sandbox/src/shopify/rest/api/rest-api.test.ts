import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { startSandbox } from '../../../start-sandbox.ts'
import { createCaller } from '../../caller.ts'
import type { ShopifyOptions } from '../../create-shopify.ts'
import { defaultScopes } from '../../scopes.ts'
import { ids } from '../../world-ids.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(open.splice(0).map((close) => close()))
})

const everyOrder = [...defaultScopes, 'read_all_orders']

async function start(scopes: readonly string[] = everyOrder, shopify: ShopifyOptions = {}) {
  const sandbox = await startSandbox({ shopify })
  open.push(() => sandbox.close())
  const caller = createCaller(sandbox)
  await caller.install(scopes)
  return { sandbox, caller, rest: caller.rest, world: sandbox.shopify.shop().world }
}

const errorsOf = (answer: { status: number; json(): Record<string, unknown> }) => [answer.status, answer.json().errors]

test('scopes and the shop are returned for any token, with the version that served', async () => {
  const { caller, rest } = await start(['write_products', 'read_orders'])
  const scopes = await caller.ask('/admin/oauth/access_scopes.json', { method: 'GET' })
  expect(scopes.status).toBe(401)
  const shop = await rest('shop.json')
  expect(shop.headers).toMatchObject({ 'x-shopify-api-version': '2026-10', 'x-shopify-shop-api-call-limit': '1/40' })
  expect(shop.json()).toMatchObject({ shop: { id: 54_321_000, currency: 'HUF', iana_timezone: 'Europe/Budapest' } })
  expect((await rest('shop.json', '2025-01')).headers['x-shopify-api-version']).not.toBe('2025-01')
  expect(errorsOf(await rest('shop.json', '2031-01'))).toEqual([404, 'Not Found'])
})

test.each([
  ['products.json', [403, '[API] This action requires merchant approval for read_products scope.']],
  ['unknown.json', [404, 'Not Found']],
  ['orders/1.json', [404, 'Not Found']],
  ['orders/abc.json', [400, { id: 'expected String to be a id' }]],
  ['orders.json?limit=251', [400, 'Limit exceeds maximum limit of 250']],
  ['orders.json?page_info=e30.AAAA', [400, { page_info: 'Invalid value.' }]],
  ['orders.json?updated_at_min=yesterday', [400, { updated_at_min: 'Invalid value.' }]],
])('%s is refused as the platform refuses it', async (path, expected) => {
  const { rest } = await start(['read_orders'])
  expect(errorsOf(await rest(path))).toEqual(expected)
})

test('a token that is wrong is refused, and so is an answer in another format than JSON', async () => {
  const { caller, rest } = await start()
  const xml = await caller.ask('/admin/api/2026-10/shop.json', { method: 'GET', headers: { accept: 'text/xml' } })
  expect(xml.status).toBe(401)
  caller.use('shpat_wrong')
  expect(errorsOf(await rest('shop.json'))).toEqual([
    401,
    '[API] Invalid API key or access token (unrecognized login or wrong password)',
  ])
})

test('forty calls fit into the bucket, and two leave it in a second', async () => {
  // The bucket must not refill while a busy machine sends the calls.
  vi.useFakeTimers({ toFake: ['Date'] })
  const { sandbox, rest } = await start()
  const answers = await Promise.all(Array.from({ length: 41 }, () => rest('shop.json')))
  const refused = answers.find(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(40)
  expect(refused?.headers).toMatchObject({ 'retry-after': '2.0' })
  expect(refused?.headers).not.toHaveProperty('x-shopify-shop-api-call-limit')
  expect(refused?.json().errors).toMatch(/^Exceeded 2 calls per second for api client\./)
  sandbox.clock.advance(10_000)
  expect((await rest('shop.json')).headers['x-shopify-shop-api-call-limit']).toBe('21/40')
})

test('headers are written in the case in which the platform writes them', async () => {
  const { sandbox, caller } = await start()
  const token = await caller.install()
  const url = `${sandbox.url}/shopify/${sandbox.shopify.shop().domain}/admin/api/2026-10/products.json?limit=1`
  const [response] = (await once(get(url, { headers: { 'x-shopify-access-token': token } }), 'response')) as [
    IncomingMessage,
  ]
  response.resume()
  expect(response.rawHeaders).toEqual(
    expect.arrayContaining(['X-Shopify-Shop-Api-Call-Limit', 'X-Shopify-API-Version', 'Link']),
  )
})

test('orders are the open ones of the last 60 days, unless the scope and the status say otherwise', async () => {
  const { rest, world, caller } = await start(['read_orders'])
  const all = world.placedOrders().flatMap((id) => world.orders.get(id) ?? [])
  const since = world.now() - 60 * 86_400_000
  const count = async (query = '') => (await rest(`orders/count.json${query}`)).json().count
  const recent = all.filter(({ createdAt }) => createdAt >= since)
  const old = all.find(({ createdAt }) => createdAt < since)
  expect(await count('?status=any')).toBe(recent.length)
  expect(await count()).toBe(recent.filter(({ status }) => status !== 'cancelled').length)
  expect((await rest(`orders/${ids.order(old?.id ?? 0)}/refunds.json`)).status).toBe(404)
  await caller.install(everyOrder)
  expect(await count('?status=any')).toBe(all.length)
  expect(await count('?status=cancelled')).toBe(all.filter(({ status }) => status === 'cancelled').length)
  expect(await count('?status=any&financial_status=unpaid')).toBe(
    all.filter(({ status }) => status === 'processing').length,
  )
  expect(await count('?status=any&fulfillment_status=shipped')).toBe(
    all.filter(({ status }) => status === 'complete').length,
  )
  expect(await count('?status=any&fulfillment_status=unfulfilled')).toBe(
    all.filter(({ status }) => status !== 'complete').length,
  )
})

test('faults of the sandbox apply to calls of REST', async () => {
  const { sandbox, rest } = await start()
  sandbox.faults.set({ kind: 'throttle', path: 'rest/shop', count: 1 })
  expect((await rest('shop.json')).status).toBe(429)
  sandbox.faults.set({ kind: 'error', path: 'rest/', count: 1 })
  expect(errorsOf(await rest('shop.json'))).toEqual([500, 'Internal Server Error'])
  sandbox.faults.set({ kind: 'garbage', path: 'rest/', count: 1 })
  const { text } = await rest('shop.json')
  expect(() => JSON.parse(text)).toThrow()
  expect(sandbox.stats.byPath['rest/shop']).toBe(3)
})
