import { expect, test } from 'vitest'
import { startOpenApi } from './test-open-api.ts'

test('a call needs a valid token, a User-Agent and the right scope', async () => {
  await using openApi = await startOpenApi()
  const statusOf = async (token: string, path = 'products') => {
    const { status, json } = await openApi.call(path, { token })
    return [status, json().code]
  }
  expect(await statusOf('good')).toEqual([200, undefined])
  expect(await statusOf('nobodys')).toEqual([401, 'Unauthorized'])
  expect(await statusOf('old')).toEqual([401, 'TOKEN_EXPIRED'])
  expect(await statusOf('taken')).toEqual([401, 'TOKEN_REVOKED'])
  expect(await statusOf('productsOnly')).toEqual([200, undefined])
  expect(await statusOf('productsOnly', 'categories')).toEqual([403, 'Forbidden'])
  expect((await openApi.call('products', { headers: { 'user-agent': '' } })).status).toBe(403)
  expect((await openApi.call('nowhere')).json()).toEqual({ message: 'Resource not found', code: 'NotFound' })
})

test('no second has more calls than the limit, and refusals do not say when to retry', async () => {
  await using openApi = await startOpenApi({ requestsPerSecond: 3 })
  const answers = await Promise.all(Array.from({ length: 8 }, () => openApi.call('warehouses')))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(5)
  expect(refused[0]?.json()).toEqual({
    error: 'Rate limit exceeded for attempts to access Open API. please try again later',
    code: 'RateLimitExceeded',
  })
  expect(refused[0]?.headers).not.toHaveProperty('retry-after')
  expect(openApi.stats.throttled).toBe(5)
})

test('calls are counted by merchant and by path', async () => {
  await using openApi = await startOpenApi()
  await openApi.call('warehouses')
  await openApi.call('products/5a0000030000000000000001')
  await openApi.call('products/5a0000030000000000000004')
  expect(openApi.stats.requests).toEqual({ [openApi.merchantId]: 3 })
  expect(openApi.stats.byPath).toEqual({ warehouses: 1, 'products/:id': 2 })
})

test.each([
  ['error', (answer: { status: number }) => answer.status === 500],
  ['throttle', (answer: { status: number }) => answer.status === 429],
  ['unauthorized', (answer: { status: number }) => answer.status === 401],
  ['html', (answer: { text: string }) => answer.text.startsWith('<!doctype')],
  ['garbage', (answer: { text: string }) => answer.text.endsWith('}{{')],
] as const)('a fault of kind %s hits as many calls of the shop as configured', async (kind, isHit) => {
  await using openApi = await startOpenApi()
  openApi.faults.set({ kind, count: 2, path: 'warehouses', shop: openApi.merchantId })
  expect((await openApi.call('products')).status).toBe(200)
  const answers = [await openApi.call('warehouses'), await openApi.call('warehouses'), await openApi.call('warehouses')]
  expect(answers.map((answer) => isHit(answer))).toEqual([true, true, false])
})

test.each(['reset', 'truncate'] as const)('a fault of kind %s breaks the connection', async (kind) => {
  await using openApi = await startOpenApi()
  openApi.faults.set({ kind, count: 1 })
  await expect(openApi.call('warehouses')).rejects.toThrow()
  expect((await openApi.call('warehouses')).status).toBe(200)
})

test('a token has a merchant; that of an installation has no staff', async () => {
  await using openApi = await startOpenApi()
  const merchant = { _id: openApi.merchantId, email: 'owner@minta.example.com', handle: 'minta', name: 'minta' }
  expect((await openApi.call('token/info')).json()).toMatchObject({ merchant, staff: { email: 'staff@example.com' } })
  expect((await openApi.call('token/info', { token: 'installed' })).json()).toEqual({ merchant })
})

test('a token reads only its own merchant', async () => {
  await using openApi = await startOpenApi({ currency: 'JPY' })
  const { items } = (await openApi.call('merchants')).json()
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ id: openApi.merchantId, handle: 'minta', base_currency_code: 'JPY' })
  expect((await openApi.call(`merchants/${openApi.merchantId}`)).json()).toEqual(items[0])
  expect((await openApi.call('merchants/610000000000000000000000')).status).toBe(404)
})
