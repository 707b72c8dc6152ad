import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, RateLimitedError, RetryableError } from '../contract/errors.ts'
import type { ShopAccess } from '../contract/shop-access.ts'
import { startRawServer } from '../testing/test-raw-server.ts'
import { startServer, type TestResponse, type TestServer } from '../testing/test-server.ts'
import { callShop, type ShopCall, tryCallShop } from './call-shop.ts'

const old = { value: 'old', version: 1 }
const renewed = { value: 'new', version: 2 }

let server: TestServer
let reply: (token: string) => TestResponse
beforeEach(async () => {
  reply = () => ({})
  server = await startServer(({ headers }) => reply(headers.authorization?.replace('Bearer ', '') ?? ''))
})
afterEach(() => server.close())

function createAccess(more: Partial<ShopAccess> = {}): ShopAccess {
  return {
    ...{ token: async () => old, renewToken: async () => renewed },
    ...{ reserve: async () => 'booking', reportRateLimit: async () => {} },
    ...more,
  }
}

function callOf(more: Partial<ShopCall> = {}): ShopCall {
  const url = new URL(server.url)
  return { method: 'POST', url, body: '{}', name: 'Test POST', platform: 'x', cost: 1, repeatable: false, ...more }
}

const failing = (error: Error) => async () => Promise.reject(error)

describe('the outcome of a call', () => {
  test.each([200, 404, 429, 500])('is answered with %i, the token and the booking', async (status) => {
    reply = () => ({ status })
    const outcome = await tryCallShop(callOf(), createAccess())
    expect(outcome).toMatchObject({ kind: 'answered', answer: { status }, booking: 'booking', token: old })
    expect(server.calls).toHaveLength(1)
  })

  test('is that of the call with the new token after a 401', async () => {
    reply = (token) => ({ status: token === 'old' ? 401 : 201 })
    expect(await tryCallShop(callOf(), createAccess())).toMatchObject({ answer: { status: 201 }, token: renewed })
    expect(server.calls).toHaveLength(2)
  })

  test.each([
    ['the allowance is used up', { reserve: failing(new RateLimitedError('wait', { retryAfterMs: 1 })) }],
    ['there is no token', { token: failing(new AuthRevokedError('revoked')) }],
    ['Redis does not answer', { reserve: failing(new Error('Connection is closed.')) }],
  ])('is not sent when %s', async (_what, more) => {
    const outcome = await tryCallShop(callOf(), createAccess(more))
    expect(outcome).toEqual({ kind: 'not_sent', error: expect.any(Error) })
    expect(server.calls).toHaveLength(0)
  })

  test('is not sent when a 401 is followed by no new token', async () => {
    reply = () => ({ status: 401 })
    const error = new AuthRevokedError('revoked')
    expect(await tryCallShop(callOf(), createAccess({ renewToken: failing(error) }))).toEqual({
      kind: 'not_sent',
      error,
    })
  })

  test('is unknown when the connection broke after the request, and the request is not repeated', async () => {
    let requests = 0
    const raw = await startRawServer({
      onData: (socket) => {
        requests += 1
        socket.resetAndDestroy()
      },
    })
    const outcome = await tryCallShop(callOf({ url: new URL(`http://${raw.host}`) }), createAccess())
    await raw.close()
    expect(outcome).toEqual({ kind: 'unknown', error: expect.any(RetryableError) })
    expect(requests).toBe(1)
  })
})

describe('the moment of a call', () => {
  const moments = () => {
    const list: string[] = []
    return { list, access: createAccess({ written: (booking) => void list.push(`written ${booking}`) }) }
  }

  test('is told before the answer comes', async () => {
    const { list, access } = moments()
    reply = () => {
      list.push('received')
      return {}
    }
    await tryCallShop(callOf(), access)
    expect(list.slice(0, 2)).toEqual(['written booking', 'received'])
  })

  test('is told when it will not be sent', async () => {
    const { list, access } = moments()
    await tryCallShop(callOf({ url: new URL('http://127.0.0.1:1') }), access)
    expect(list).toEqual(['written booking'])
  })
})

describe('reading', () => {
  const read = async (url: URL, more: Partial<ShopCall> = {}) =>
    callShop(callOf({ method: 'GET', url, repeatable: true, ...more }), createAccess(), ({ status }) => status)

  test.each(['not_sent', 'unknown'])('is repeated, then fails alike when the outcome is %s', async (kind) => {
    let connections = 0
    const raw = await startRawServer({
      onConnect: () => {
        connections += 1
      },
      onData: (socket) => socket.resetAndDestroy(),
    })
    // Without TLS on the other side no request is ever written.
    const url = new URL(`${kind === 'unknown' ? 'http' : 'https'}://${raw.host}`)
    await expect(read(url)).rejects.toBeInstanceOf(RetryableError)
    await raw.close()
    expect(connections).toBe(3)
  })

  test.each([
    [429, RateLimitedError],
    [500, RetryableError],
  ])('of a %i never gets to the reader', async (status, kind) => {
    reply = () => ({ status })
    await expect(read(new URL(server.url), { repeatable: false })).rejects.toBeInstanceOf(kind)
  })
})

test.each([
  [200, [old]],
  [404, [old]],
  [401, []],
  [429, []],
  [500, []],
])('a token counts as working, or not, by the status: %i', async (status, tokens) => {
  reply = () => ({ status })
  const worked: unknown[] = []
  const access = createAccess({ confirmToken: (token) => void worked.push(token) })
  await callShop(callOf(), access, () => null).catch(() => null)
  expect(worked).toEqual(tokens)
})
