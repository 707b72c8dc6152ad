import { afterEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import type { BudgetSignal, ShopAccess } from '../../contract/shop-access.ts'
import { type Call, startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { settings as schema } from '../settings.ts'
import { createApi } from './api.ts'
import { queryTime } from './time.ts'

let server: TestServer | undefined
afterEach(async () => server?.close())

/** A shop that says what it is told, to a token that may be renewed once. */
async function open(answer: (call: Call) => TestResponse) {
  server = await startServer(answer)
  const signals: BudgetSignal[] = []
  let version = 1
  const access: ShopAccess = {
    token: async () => ({ value: `secret-token-${version}`, version }),
    async renewToken(refused) {
      if (refused.version > 1) throw new AuthRevokedError('revoked', { platform: 'shopline' })
      version = 2
      return { value: 'secret-token-2', version }
    },
    reserve: async () => 'booking',
    reportRateLimit: async (signal) => void signals.push(signal),
  }
  const settings = schema.parse({ SHOPLINE_API_URL: `${server.url}/v1`, SHOPLINE_USER_AGENT: 'vendor-1' })
  return { api: createApi({ access, settings }), signals, calls: server.calls }
}

async function errorOf(reported: TestResponse, path = 'orders/5a0000') {
  const { api, signals } = await open(() => reported)
  const error: unknown = await api.requireOk(path).catch((reason: unknown) => reason)
  return { error, signals }
}

test('every call says who calls and on whose behalf; lists are written as Rails wants them', async () => {
  const { api, calls } = await open(() => ({ body: { items: [] } }))
  await api.request('orders', { query: { order_ids: ['a', 'b'], updated_after: queryTime(new Date(999)) } })
  expect(calls[0]?.headers).toMatchObject({
    authorization: 'Bearer secret-token-1',
    'user-agent': 'vendor-1',
    accept: 'application/json',
  })
  expect(calls[0]?.url.pathname).toBe('/v1/orders')
  expect(calls[0]?.url.searchParams.getAll('order_ids[]')).toEqual(['a', 'b'])
  expect(calls[0]?.url.searchParams.get('updated_after')).toBe('1970-01-01 00:00:00')
})

test('after a 401 a newer token is tried once', async () => {
  const { api, calls } = await open(({ headers }) =>
    headers.authorization === 'Bearer secret-token-2'
      ? { body: { id: 'a' } }
      : { status: 401, body: { message: 'no' } },
  )
  expect(await api.requireOk('merchants/a')).toEqual({ id: 'a' })
  expect(calls).toHaveLength(2)
})

test('what may be gone, archived or deleted is for the caller to tell', async () => {
  for (const [status, body] of [
    [404, { message: 'Order not found', code: 'NotFound' }],
    [410, { message: 'archived', code: 'Gone' }],
    [410, ''],
  ] as const) {
    const { api } = await open(() => ({ status, body }))
    expect((await api.request('orders/a')).status).toBe(status)
    await server?.close()
  }
  const { api } = await open(() => ({ body: '' }))
  expect((await api.request('webhooks/a', { method: 'DELETE' })).status).toBe(200)
})

describe('an error', () => {
  test.each([
    [{ status: 404, body: '<html>proxy</html>' }, RetryableError],
    [{ status: 404, body: '' }, RetryableError],
    [{ body: '<html>maintenance</html>' }, RetryableError],
    [{ body: '{"items":[' }, RetryableError],
    [{ body: '' }, RetryableError],
    [{ status: 503, body: { message: 'anna@example.com', code: 'x' } }, RetryableError],
    [{ status: 400, body: { error: 'anna@example.com', code: 'InvalidParams', caused_by: {} } }, PermanentError],
    [{ status: 422, body: { message: 'anna@example.com', code: 'Unprocessable' } }, PermanentError],
    [{ status: 302, headers: { location: '/elsewhere' } }, PermanentError],
  ])('%j is of the right kind, names the call and quotes nothing', async (reported, kind) => {
    const { error } = await errorOf(reported)
    expect(error).toBeInstanceOf(kind)
    expect(String(error)).toMatch(/SHOPLINE GET \/orders: /)
    expect(String(error)).not.toMatch(/anna@example\.com|secret-token|5a0000/)
  })

  test('shows the code of either shape', async () => {
    for (const body of [
      { error: 'x', code: 'InvalidParams' },
      { message: 'x', code: 'InvalidParams' },
    ])
      expect(String((await errorOf({ status: 422, body })).error)).toMatch(/422, error code InvalidParams/)
  })

  test('403 names the permission that is missing', async () => {
    const { error } = await errorOf({ status: 403, body: { message: 'x', code: 'Forbidden' } })
    expect(error).toMatchObject({ missingScope: 'orders', status: 403 })
  })

  test('429 means waiting, though nobody says how long', async () => {
    const { error, signals } = await errorOf({ status: 429, body: { error: 'x', code: 'RateLimitExceeded' } })
    expect(error).toBeInstanceOf(RateLimitedError)
    expect(signals).toMatchObject([{ kind: 'throttled' }])
  })
})
