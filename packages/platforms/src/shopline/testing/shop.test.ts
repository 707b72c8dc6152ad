import { afterEach, describe, expect, test } from 'vitest'
import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import { startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { createClient } from '../api/client.ts'
import { settings as schema } from '../settings.ts'
import { topicsFor } from '../webhooks/subscriptions.ts'

const merchantId = '6d696e746100000000000000'
const merchant = {
  ...{ id: merchantId, name: 'Minta', handle: 'minta', base_currency_code: 'TWD', base_country_code: 'TW' },
  ...{ default_language_code: 'zh-hant', supported_languages: ['zh-hant', 'en'] },
}
const empty = { body: { items: [], pagination: { total_count: 0, total_pages: 0 } } }
const refused = { status: 403, body: { message: 'x', code: 'Forbidden' } }

let server: TestServer | undefined
afterEach(async () => server?.close())

/** `told` by method and path; lists that are not told are empty. */
async function open(reported: Record<string, TestResponse>) {
  server = await startServer(
    ({ method, url }) =>
      reported[`${method} ${url.pathname}${url.search}`] ?? reported[`${method} ${url.pathname}`] ?? empty,
  )
  const token = async () => ({ value: 'good', version: 1 })
  const access: ShopAccess = {
    token,
    renewToken: token,
    reserve: async () => 'booking',
    reportRateLimit: async () => undefined,
  }
  const settings = schema.parse({ SHOPLINE_API_URL: server.url })
  return createClient({ shop: { id: 'shp_1', domain: merchantId }, access }, settings, () => new Date(0))
}

describe('who a shop is', () => {
  test('its language is told as browsers know it, and kept as SHOPLINE writes it', async () => {
    const client = await open({ [`GET /merchants/${merchantId}`]: { body: merchant } })
    expect(await client.describe()).toEqual({
      ...{ name: 'Minta', currency: 'TWD', timezone: 'UTC', locale: 'zh-Hant' },
      facts: { defaultLanguage: 'zh-hant', languages: ['zh-hant', 'en'], handle: 'minta', country: 'TW' },
    })
  })

  test.each([{ status: 404, body: { message: 'x' } }, { body: { ...merchant, id: 'b'.repeat(24) } }])(
    'the token of another shop is refused: %j',
    async (reported) => {
      const client = await open({ [`GET /merchants/${merchantId}`]: reported })
      const error: unknown = await client.describe().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(PermanentError)
      expect(String(error)).toMatch(/token belongs to another shop/)
    },
  )

  test('its clock is that of its answers', async () => {
    const date = 'Sun, 01 Nov 2026 10:00:00 GMT'
    const client = await open({ [`GET /merchants/${merchantId}`]: { body: merchant, headers: { date } } })
    expect(await client.reads.clock()).toEqual(new Date(date))
  })
})

describe('a check', () => {
  const own = { body: { merchant: { _id: merchantId } } }
  const inUse = { body: { items: [{ id: 'w', name: 'W', status: 'active' }] } }

  test('finds nothing where all is well, also where nobody says whose token it is', async () => {
    for (const reported of [own, { status: 404, body: { message: 'x' } }]) {
      const client = await open({ 'GET /token/info': reported, 'GET /warehouses': inUse })
      expect(await client.check?.()).toEqual([])
      await server?.close()
    }
  })

  test('finds the token of another shop', async () => {
    const client = await open({ 'GET /token/info': { body: { merchant: { _id: 'b'.repeat(24) } } } })
    expect(await client.check?.()).toMatchObject([{ part: 'domain' }])
  })

  test('finds a token that opens nothing', async () => {
    const client = await open({ 'GET /token/info': { status: 401, body: { message: 'x', code: 'TOKEN_REVOKED' } } })
    expect(await client.check?.()).toMatchObject([{ part: 'token' }])
  })

  test('finds each permission that is missing', async () => {
    const client = await open({ 'GET /token/info': own, 'GET /orders': refused, 'GET /warehouses': refused })
    const findings = await client.check?.()
    expect(findings?.map(({ part }) => part)).toEqual(['scope', 'scope'])
    expect(findings?.map(({ detail }) => /for (\w+)/.exec(detail)?.[1])).toEqual(['orders', 'warehouses'])
  })

  test('finds that no warehouse is in use', async () => {
    const client = await open({ 'GET /token/info': own })
    expect(await client.check?.()).toMatchObject([{ part: 'location' }])
  })
})

test('products are read without their stock where warehouses are not to be seen; stock is not', async () => {
  const product = { id: 'a'.repeat(24), status: 'active', quantity: 1, updated_at: '2026-01-01T00:00:00.000Z' }
  const client = await open({
    [`GET /merchants/${merchantId}`]: { body: merchant },
    [`GET /products/${product.id}`]: { body: product },
    'GET /warehouses': refused,
  })
  const rows = (await client.reads.object('products', product.id))?.rows
  expect(rows?.products).toHaveLength(1)
  expect(rows?.inventory_levels).toBeUndefined()
  await expect(client.reads.object('inventory', product.id)).rejects.toMatchObject({ missingScope: 'warehouses' })
})

describe('webhooks', () => {
  const hook = (id: string, topics: string[], status = 'active') => ({
    id,
    topics,
    status,
    address: 'https://a.example/h',
  })

  test('of all pages are listed, one a topic; removed ones are not', async () => {
    const page = (items: object[]) => ({ body: { items, pagination: { total_pages: 2 } } })
    const client = await open({
      'GET /webhooks?page=1&per_page=100': page([hook('1', ['order/create', 'order/update'])]),
      'GET /webhooks?page=2&per_page=100': page([hook('2', ['product/update']), hook('3', ['user/update'], 'removed')]),
    })
    const address = 'https://a.example/h'
    expect(await client.webhooks.list()).toEqual([
      { externalId: '1', topic: 'order/create', address },
      { externalId: '1', topic: 'order/update', address },
      { externalId: '2', topic: 'product/update', address },
    ])
  })

  test('are made with one topic each; an answer that names none is no success', async () => {
    const client = await open({ 'POST /webhooks': { body: hook('1', ['order/create']) } })
    const made = await client.webhooks.subscribe('order/create', new URL('https://a.example/h'))
    expect(made).toEqual({ externalId: '1', topic: 'order/create', address: 'https://a.example/h' })
    expect(JSON.parse(server?.calls[0]?.body ?? '')).toMatchObject({ topics: ['order/create'], address: made.address })
    await server?.close()
    const mute = await open({ 'POST /webhooks': { body: {} } })
    await expect(mute.webhooks.subscribe('order/create', new URL('https://a.example/h'))).rejects.toBeInstanceOf(
      RetryableError,
    )
  })

  test('that are gone already are gone', async () => {
    const client = await open({ 'DELETE /webhooks/1': { status: 404, body: { message: 'x' } } })
    await expect(client.webhooks.unsubscribe('1')).resolves.toBeUndefined()
  })

  test('are none where those of the app tell everything', () => {
    expect(topicsFor(schema.parse({ SHOPLINE_MERCHANT_WEBHOOKS: 'false' }))).toEqual([])
    expect(topicsFor(schema.parse({}))).toContain('order_delivery/update')
  })
})
