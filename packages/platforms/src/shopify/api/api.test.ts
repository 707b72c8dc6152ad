import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import type { BudgetSignal, ShopAccess } from '../../contract/shop-access.ts'
import { type Call, startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { settings } from '../settings.ts'
import { createApi, type ShopifyApi } from './api.ts'
import type { Document } from './document.ts'

const orders: Document<{ orders: { nodes: { id: string }[] } }, { after?: string }> = {
  name: 'Orders',
  text: 'query Orders($after:String){orders(first:250 after:$after){nodes{id}}}',
  cost: 13,
}
const remove: Document<unknown, { id: string }> = { name: 'Remove', text: 'mutation Remove{x}', cost: 10 }
const data = { orders: { nodes: [{ id: 'gid://shopify/Order/1' }] } }
const cost = (currentlyAvailable: number) => ({
  requestedQueryCost: 862,
  actualQueryCost: null,
  throttleStatus: { maximumAvailable: 4_000, currentlyAvailable, restoreRate: 200 },
})
const failed = (code: string, message = '', extra = {}): TestResponse => ({
  body: { errors: [{ message, extensions: { code, ...extra } }] },
})

let server: TestServer
let answers: ((call: Call) => TestResponse) | undefined
let signals: BudgetSignal[]
let reserved: number[]
let alerts: [string, string][]
let renewed: string
let api: ShopifyApi

const open = (version = '2026-10', now = '2026-11-23T08:00:00Z') => {
  const access: ShopAccess = {
    token: async () => ({ value: 'shpat_old', version: 1 }),
    renewToken: async () => ({ value: renewed, version: 2 }),
    reserve: async (points) => `booking ${reserved.push(points)}`,
    reportRateLimit: async (signal) => void signals.push(signal),
    alert: (kind, detail) => void alerts.push([kind, detail]),
  }
  return createApi({
    shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' },
    access,
    settings: settings.parse({ SHOPIFY_ADMIN_URL: `${server.url}/shopify/{shop}`, SHOPIFY_API_VERSION: version }),
    now: () => new Date(now),
  })
}

beforeEach(async () => {
  server = await startServer((call) => answers?.(call) ?? { body: { data } })
  answers = undefined
  signals = []
  reserved = []
  alerts = []
  renewed = 'shpat_new'
  api = open()
})
afterEach(() => server.close())

const answering = (reported: TestResponse) => {
  answers = () => reported
}
/** Not repeated, so that the tests need not wait. */
const askOnce = () => api.query(remove, { id: '1' }).catch((error: unknown) => error)
const ask = () => api.query(orders, { after: 'x' }).catch((error: unknown) => error)

test('a mutation without a payload and without an error leaves it unknown whether it was carried out', async () => {
  answering({ body: { data: { remove: null } } })
  expect(await api.mutate(remove, { id: '1' })).toMatchObject({ kind: 'unknown' })
  answering({ body: { data: { remove: { userErrors: [] } } } })
  expect(await api.mutate(remove, { id: '1' })).toMatchObject({ kind: 'answered' })
})

describe('a question', () => {
  test('carries the document, its variables and the token, and takes its cost from the budget', async () => {
    expect(await api.query(orders, { after: 'x' })).toEqual(data)
    const [call] = server.calls
    expect(call?.url.pathname).toBe('/shopify/minta-bolt.myshopify.com/admin/api/2026-10/graphql.json')
    expect(call?.headers).toMatchObject({ 'x-shopify-access-token': 'shpat_old', 'content-type': 'application/json' })
    expect(call?.headers.authorization).toBeUndefined()
    expect(JSON.parse(call?.body ?? '')).toEqual({
      query: orders.text,
      variables: { after: 'x' },
      operationName: 'Orders',
    })
    expect(reserved).toEqual([13])
  })

  test('is retried after an error when it only reads, and never when it writes', async () => {
    answering({ status: 502, body: '<html>' })
    expect(await ask()).toBeInstanceOf(RetryableError)
    expect(server.calls).toHaveLength(3)
    expect(reserved).toEqual([13, 13, 13])
    await expect(api.query(remove, { id: '1' })).rejects.toBeInstanceOf(RetryableError)
    expect(server.calls).toHaveLength(4)
  })
})

describe('the budget', () => {
  test("learns how full the shop's bucket is from every answer", async () => {
    answering({ body: { data, extensions: { cost: cost(3_842) } } })
    await ask()
    const level = { kind: 'level', available: 3_842, maximum: 4_000, restorePerSecond: 200 }
    expect(signals).toEqual([{ ...level, booking: 'booking 1' }])
  })

  test.each([
    ['costs in the end what the shop says', {}, 158],
    ['that was refused costs nothing', { errors: [{ message: '', extensions: { code: 'THROTTLED' } }] }, 0],
  ])('a call %s', async (_name, extra, charged) => {
    answering({ body: { data, ...extra, extensions: { cost: { ...cost(3_842), actualQueryCost: 158 } } } })
    await ask()
    expect(signals[0]).toMatchObject({ kind: 'level', booking: 'booking 1', charged })
  })

  test('waits until a throttled question fits in, and tells everybody', async () => {
    answering({
      ...failed('THROTTLED', 'Throttled'),
      body: { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost: cost(572) } },
    })
    const error = await ask()
    expect(error).toBeInstanceOf(RateLimitedError)
    // (862 − 572) / 200 points a second.
    expect((error as RateLimitedError).retryAfterMs).toBeGreaterThanOrEqual(1_450)
    expect((error as RateLimitedError).retryAfterMs).toBeLessThan(1_750)
    expect(signals).toMatchObject([{ kind: 'level', available: 572 }, { kind: 'throttled' }])
    expect(server.calls).toHaveLength(1)
  })

  test('does not take a question that never fits for one that has to wait', async () => {
    answering(failed('MAX_COST_EXCEEDED', 'Query cost is 1293', { cost: 1_293, maxCost: 1_000 }))
    expect(await ask()).toMatchObject({ kind: 'permanent', message: expect.stringContaining('1293') })
    expect(signals).toEqual([])
  })
})

describe('an error in an answer', () => {
  test('names the scope that is missing', async () => {
    answering({
      body: {
        data: { orders: null },
        errors: [
          {
            message: 'Access denied for orders field.',
            extensions: {
              code: 'ACCESS_DENIED',
              requiredAccess: '`read_orders` access scope or `read_marketplace_orders` access scope.',
            },
          },
        ],
      },
    })
    expect(await ask()).toMatchObject({ kind: 'permanent', missingScope: 'read_orders' })
  })

  test('says so where approval is missing and not a scope', async () => {
    answering(failed('ACCESS_DENIED', 'This app is not approved to access the Customer object.'))
    expect(await ask()).toMatchObject({
      missingScope: undefined,
      message: expect.stringContaining('protected customer'),
    })
  })

  test('inside the platform may be asked again and is known by its request', async () => {
    answering(failed('INTERNAL_SERVER_ERROR', 'Internal error. Request ID: 1b9c-17 (include it)'))
    expect(await askOnce()).toMatchObject({ kind: 'retryable', message: expect.stringContaining('1b9c-17') })
  })

  test.each(['undefinedField', 'missingRequiredArguments', 'argumentNotAccepted', 'variableNotUsed', 'PARSE_ERROR'])(
    '%s is our document and names it',
    async (code) => {
      answering(failed(code, "Field 'nam' doesn't exist on type 'Order'"))
      expect(await ask()).toBeInstanceOf(PermanentError)
      expect(String(await ask())).toMatch(/Orders.*nam/)
    },
  )

  test('of an unknown kind stops, and says nothing that could be about a person', async () => {
    answering(failed('INVALID_VARIABLE', 'anna@example.com is not valid'))
    const error = await ask()
    expect(error).toBeInstanceOf(PermanentError)
    expect(String(error)).not.toContain('anna')
  })

  test('an unknown filter is an error: everything would be read for it', async () => {
    const warnings = [{ field: 'updated', message: 'Invalid search field for this query.', code: 'invalid_field' }]
    answering({ body: { data, extensions: { search: [{ path: ['orders'], query: 'updated:>1', warnings }] } } })
    expect(await ask()).toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('updated (invalid_field)'),
    })
  })
})

describe('a status', () => {
  test('401 gets a new token once, and the question goes on', async () => {
    answers = ({ headers }) =>
      headers['x-shopify-access-token'] === 'shpat_new' ? { body: { data } } : { status: 401 }
    expect(await ask()).toEqual(data)
    expect(server.calls).toHaveLength(2)
  })

  test('401 for a token that has just come may pass; for one that cannot be replaced it is the end', async () => {
    answering({ status: 401, body: { errors: '[API] Invalid API key or access token' } })
    expect(await askOnce()).toBeInstanceOf(RetryableError)
    renewed = 'shpat_old'
    const error = await ask()
    expect(error).toBeInstanceOf(AuthRevokedError)
    expect(error).toMatchObject({ version: 2 })
  })

  test('403 for a token that never expires says what to do', async () => {
    answering({
      status: 403,
      body: { errors: '[API] Non-expiring access tokens are no longer accepted for the Admin API.' },
    })
    expect(await ask()).toMatchObject({
      kind: 'auth_revoked',
      version: 1,
      message: expect.stringContaining('expiring one'),
    })
  })

  test.each([402, 423, 430])('%i is a shop on hold, which comes back', async (status) => {
    answering({ status })
    expect(await askOnce()).toMatchObject({ kind: 'retryable', status })
  })

  test.each([400, 403, 404])('%i stops', async (status) => {
    answering({ status, body: { errors: 'Not Found' } })
    expect(await ask()).toMatchObject({ kind: 'permanent', status })
  })
})

test.each([
  ['HTML', '<!doctype html>'],
  ['garbage', '\u0000\u0001'],
  ['a cut answer', '{"data":{"orders":{"nodes":[{"id":"gid:'],
  ['an answer without data', '{"extensions":{}}'],
  ['null', 'null'],
  ['nothing', ''],
])('%s may be asked again', async (_what, body) => {
  answering({ body, headers: { 'content-type': 'application/json' } })
  expect(await askOnce()).toBeInstanceOf(RetryableError)
})

describe('the version', () => {
  const answeredBy = (version: string) => answering({ body: { data }, headers: { 'x-shopify-api-version': version } })

  test('that was asked for and is in its prime is not worth a word', async () => {
    answeredBy('2026-10')
    await ask()
    expect(alerts).toEqual([])
    expect(api.lastVersion()).toBe('2026-10')
  })

  test('that answers instead of the one asked for is said once', async () => {
    api = open('2026-07')
    answeredBy('2026-10')
    await ask()
    await ask()
    expect(alerts).toEqual([['api_version_other', expect.stringMatching(/2026-10.*2026-07/)]])
  })

  test('that ends within 60 days is said once, with the day', async () => {
    api = open('2026-01', '2026-11-16T15:00:00Z')
    answeredBy('2026-01')
    await ask()
    expect(alerts).toEqual([])
    api = open('2026-01', '2026-11-17T15:00:00Z')
    await ask()
    await ask()
    expect(alerts).toEqual([['api_version_ending', expect.stringContaining('2027-01-16')]])
  })
})

test("the platform's clock is the one of its last answer", async () => {
  expect(api.lastDate()).toBeNull()
  answering({ body: { data }, headers: { date: 'Mon, 23 Nov 2026 08:30:00 GMT' } })
  await ask()
  expect(api.lastDate()).toEqual(new Date('2026-11-23T08:30:00Z'))
})
