import { afterEach, describe, expect, test } from 'vitest'
import { PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import { createAccess } from '../../testing/test-access.ts'
import { startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { shoprenter } from '../index.ts'

const product = { id: 'a', innerId: '1', sku: 'X' }
const facts = { languages: {}, defaultLanguage: 'hu', stockCount: 4, orderStatuses: {} }
const profile = { name: 'x', currency: 'HUF', timezone: 'Europe/Budapest', locale: 'hu', facts }

let server: TestServer | undefined
afterEach(async () => server?.close())

/** A shop that gives tokens out and answers everything else with what it is told. */
async function open(answer: (path: string) => TestResponse) {
  server = await startServer(({ url }) =>
    url.pathname === '/token' ? { body: { access_token: 'secret-token', expires_in: 3_600 } } : answer(url.pathname),
  )
  const settings = shoprenter.settings.parse({
    SHOPRENTER_CLIENT_ID: 'app',
    SHOPRENTER_CLIENT_SECRETS: 'secret',
    SHOPRENTER_TOKEN_URL: `${server.url}/token`,
    SHOPRENTER_API_URL: `${server.url}/{shop}/api/`,
  })
  const platform = shoprenter.create(settings, { now: () => new Date() })
  const access = createAccess(platform, 'minta')
  return { access, client: platform.client({ shop: { id: 'shp_1', domain: 'minta' }, access, profile }) }
}

async function read(reported: TestResponse) {
  const { client } = await open(() => reported)
  return client.reads.object('products', 'b3JkZXI=')
}

describe('whether an object is gone', () => {
  test.each([
    { status: 404, body: { error: 40_401, message: 'Resource not found' } },
    { status: 404, body: '' },
    { status: 400, body: { error: { code: '40007' } } },
  ])('%j: it is', async (reported) => {
    expect(await read(reported)).toBeNull()
  })

  test.each([
    [{ status: 404, body: '<html>proxy</html>' }, RetryableError],
    [{ status: 400, body: { error: 40_004 } }, PermanentError],
    [{ status: 400, body: 'anna@example.com' }, PermanentError],
    [{ status: 301, headers: { location: '/elsewhere' } }, PermanentError],
    [{ status: 409, body: { email: 'anna@example.com' } }, PermanentError],
    [{ body: '<?xml version="1.0"?><response/>' }, RetryableError],
    [{ body: '{"id":"a"' }, RetryableError],
    [{ body: {} }, RetryableError],
    [{ status: 503, body: 'anna@example.com' }, RetryableError],
    [{ status: 429, headers: { 'retry-after': '3' } }, RateLimitedError],
  ])('%j: nobody can say', async (reported, kind) => {
    const error: unknown = await read(reported).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(kind)
    expect(String(error)).toMatch(/ShopRenter GET \/productExtend: /)
    expect(String(error)).not.toMatch(/anna@example\.com|secret-token|b3JkZXI/)
  })

  test('an id that would change the address is not requested', async () => {
    const { client } = await open(() => ({ body: product }))
    for (const id of ['', '.', '..']) expect(await client.reads.object('products', id)).toBeNull()
    expect(server?.calls).toEqual([])
  })
})

test('every call carries what the platform asks for, and the id as one part of the path', async () => {
  const { client } = await open(() => ({ body: product }))
  await client.reads.object('products', 'a/../b=?x')
  const call = server?.calls[1]
  expect(call?.url.pathname).toBe('/minta/api/productExtend/a%2F..%2Fb%3D%3Fx')
  expect(call?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: 'Bearer secret-token',
  })
})

test.each([403, 401])('a %s that a new token does not cure names the scope to approve', async (status) => {
  const { client, access } = await open(() => ({ status }))
  await expect(client.webhooks.list()).rejects.toMatchObject({
    kind: 'permanent',
    missingScope: 'store.webhook:write',
  })
  expect(access.renewals).toBe(status === 401 ? 1 : 0)
  expect(access.reserved).toHaveLength(status === 401 ? 2 : 1)
})

test('the wait a 429 asks for reaches the budget and the caller', async () => {
  const { client, access } = await open(() => ({ status: 429, headers: { 'retry-after': '3' } }))
  await expect(client.webhooks.list()).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 3_000 })
  expect(access.signals).toEqual([{ kind: 'throttled', retryAfterMs: 3_000 }])
  expect(access.reserved).toHaveLength(1)
})

test('reads are tried three times, each within the budget; what creates is tried once', async () => {
  const { client, access } = await open(() => ({ status: 502 }))
  await expect(client.webhooks.list()).rejects.toBeInstanceOf(RetryableError)
  expect(access.reserved).toEqual([1, 1, 1])
  await expect(client.webhooks.subscribe('order_confirm', new URL('https://x.example/'))).rejects.toBeInstanceOf(
    RetryableError,
  )
  expect(access.reserved).toEqual([1, 1, 1, 1])
})

test('a list that is refused is not an empty list', async () => {
  const { client } = await open(() => ({ status: 400, body: { error: 40_004 } }))
  await expect(client.webhooks.list()).rejects.toBeInstanceOf(PermanentError)
})

test('links where objects were asked for empty no row', async () => {
  const { client } = await open(() => ({ body: { page: 0, next: null, items: [{ href: 'https://x/products/a' }] } }))
  const page = client.reads.page({ resource: 'products', window: null, cursor: null })
  await expect(page).rejects.toBeInstanceOf(RetryableError)
})

test('an unreadable checkpoint is an error', async () => {
  const { client } = await open(() => ({ body: { items: [] } }))
  const page = client.reads.page({ resource: 'products', window: null, cursor: { page: 'one' } })
  await expect(page).rejects.toThrow(/Start another sync/)
})
