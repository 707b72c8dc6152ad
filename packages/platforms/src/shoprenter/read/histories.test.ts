import { expect, test } from 'vitest'
import { PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { Wire } from '../api/wire.ts'
import { readHistories } from './histories.ts'

type Api = Parameters<typeof readHistories>[0]

/** A shop that answers a batch with these parts, and any later page with one entry. */
function shopOf(...parts: Json[]) {
  const costs: (number | undefined)[] = []
  const asked: unknown[] = []
  const api: Api = {
    urlOf: (path, query) => new URL(`https://shop.example/${path}?${new URLSearchParams(query)}`),
    async requireOk(_path, request): Promise<Wire> {
      costs.push(request?.cost)
      return { requests: { request: parts } }
    },
    async request(_path, request) {
      asked.push(request?.query)
      return { status: 200, code: null, value: { items: [{ id: 'later' }], next: null } }
    },
    throttled() {
      throw new RateLimitedError('told to wait', { retryAfterMs: 1 })
    },
  }
  return { api, costs, asked }
}

const part = (statusCode: Json, body: Json = {}): Json => ({ response: { header: { statusCode }, body } })

test('histories come in the order of their orders, whatever type the statuses are', async () => {
  const { api, costs } = shopOf(
    part('200', { items: [{ id: 'a' }], next: null }),
    part(200, { items: [] }),
    part('404'),
  )
  expect(await readHistories(api, ['1', '2', '3'], 3)).toEqual([[{ id: 'a' }], [], []])
  expect(costs).toEqual([3])
})

test('a history of more than one page is read to its end', async () => {
  const { api, asked } = shopOf(part(200, { items: [{ id: 'a' }], next: { href: 'x' } }), part(200, { items: [] }))
  expect(await readHistories(api, ['1', '2'], 1)).toEqual([[{ id: 'a' }, { id: 'later' }], []])
  expect(asked).toMatchObject([{ orderId: '1', page: '1' }])
})

test('one order is asked for by itself, none not at all', async () => {
  const { api, costs } = shopOf()
  expect(await readHistories(api, ['1'], 1)).toEqual([[{ id: 'later' }]])
  expect(await readHistories(api, [], 1)).toEqual([])
  expect(costs).toEqual([])
})

test.each([
  ['429', RateLimitedError],
  [503, RetryableError],
  ['403', PermanentError],
  [400, PermanentError],
] as const)('a part answered with %s is not an empty history', async (status, kind) => {
  const { api } = shopOf(part(200, { items: [] }), part(status))
  await expect(readHistories(api, ['1', '2'], 1)).rejects.toBeInstanceOf(kind)
})

test('an answer with fewer parts than were asked for is believed in none', async () => {
  const { api } = shopOf(part(200, { items: [] }))
  await expect(readHistories(api, ['1', '2'], 1)).rejects.toBeInstanceOf(RetryableError)
})
