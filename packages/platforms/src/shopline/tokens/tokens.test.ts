import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import { startServer, type TestResponse } from '../../testing/test-server.ts'
import { createInstall } from '../install/install.ts'
import { settings as schema } from '../settings.ts'
import { createTokens } from './tokens.ts'

const MERCHANT = 'a'.repeat(24)
const now = new Date('2026-06-01T00:00:00Z')
const created = now.getTime() / 1_000 - 10
const pair = {
  ...{ access_token: 'access-1', refresh_token: 'refresh-1', token_type: 'Bearer', expires_in: 15_778_476 },
  ...{ scope: 'orders products', created_at: created, resource_owner_id: MERCHANT },
}
const info = { resource_owner_id: MERCHANT, merchant: { _id: MERCHANT, handle: 'demo' } }

let token: TestResponse
let tokenInfo: TestResponse
const server = await startServer(({ url }) => (url.pathname.endsWith('/info') ? tokenInfo : token))
const settings = schema.parse({
  SHOPLINE_CLIENT_ID: 'the-client',
  SHOPLINE_CLIENT_SECRETS: 'the-secret,the-old-one',
  SHOPLINE_REDIRECT_URL: 'https://app.example.com/api/v1/shopline/oauth/callback',
  SHOPLINE_AUTH_URL: `${server.url}/base/`,
})
const tokens = createTokens(settings, () => now)
const install = createInstall(settings, () => now)
afterAll(() => server.close())
beforeEach(() => {
  token = { body: pair }
  tokenInfo = { body: info }
  server.calls.length = 0
})
const current = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: null }
const refresh = () => tokens.refresh({ domain: MERCHANT, current })

describe('where a merchant approves', () => {
  test('carries the scopes with %20, the state, and a shop only when one is wanted', () => {
    const url = install.consentUrl('the-state')
    expect(url.href).toContain('scope=orders%20order_items')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ client_id: 'the-client', response_type: 'code', state: 'the-state' },
      redirect_uri: settings.SHOPLINE_REDIRECT_URL,
    })
    expect(url.searchParams.has('merchant_id')).toBe(false)
    expect(install.consentUrl('s', 'demo-shop').searchParams.get('merchant_id')).toBe('demo-shop')
  })

  const read = (query: string) => install.readCallback({ method: 'GET', query, headers: {}, body: Buffer.alloc(0) })

  test('brings back a code, and the state or not', () => {
    expect(read('code=abcdef0123')).toEqual({ ok: true, value: { code: 'abcdef0123' } })
    expect(read('code=abcdef0123&state=s-1')).toEqual({ ok: true, value: { code: 'abcdef0123', state: 's-1' } })
  })

  test.each([
    '',
    'code=',
    'code=a&code=b',
    'code=abcdef0123&code=abcdef0123',
    'code=abcdef0123&state=a&state=b',
    'error=access_denied',
    'code=abcdef0123&error=x',
    'code=%00abcdefgh',
    `code=${'a'.repeat(9_000)}`,
  ])('what is no clear answer is refused: %s', (query) => {
    expect(read(query)).toEqual({ ok: false, reason: 'malformed' })
  })
})

describe('a code', () => {
  test('is exchanged for tokens, and the token itself says whose they are', async () => {
    const { domain, tokens: given } = await install.exchangeCode('the-code')
    expect(domain).toBe(MERCHANT)
    const expiresAt = new Date((created + 15_778_476) * 1_000)
    expect(given).toEqual({
      ...{ accessToken: 'access-1', refreshToken: 'refresh-1', scopes: ['orders', 'products'] },
      ...{ expiresAt, refreshExpiresAt: expiresAt },
    })
    const [asked, checked] = server.calls
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      ...{ client_id: 'the-client', client_secret: 'the-secret', grant_type: 'authorization_code', code: 'the-code' },
      redirect_uri: settings.SHOPLINE_REDIRECT_URL,
    })
    expect(asked?.headers['user-agent']).toBe('shopmirror')
    expect(checked?.headers.authorization).toBe('Bearer access-1')
  })

  test.each([
    ['names another merchant than the token', { ...info, resource_owner_id: 'b'.repeat(24), merchant: {} }],
    ['names two', { ...info, merchant: { _id: 'b'.repeat(24) } }],
    ['names none', {}],
  ])('whose token %s connects nothing', async (_what, body) => {
    tokenInfo = { body }
    await expect(install.exchangeCode('the-code')).rejects.toThrow(/merchant/)
  })

  test('is never sent twice', async () => {
    token = { status: 500 }
    await expect(install.exchangeCode('the-code')).rejects.toBeInstanceOf(RetryableError)
    expect(server.calls).toHaveLength(1)
  })
})

describe('a refresh', () => {
  test('brings another refresh token', async () => {
    token = { body: { ...pair, refresh_token: 'refresh-2' } }
    expect(await refresh()).toMatchObject({ refreshToken: 'refresh-2' })
    expect(JSON.parse(server.calls[0]?.body ?? '')).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
    })
  })

  test('that brings the tokens of another merchant is not believed', async () => {
    token = { body: { ...pair, resource_owner_id: 'b'.repeat(24) } }
    await expect(refresh()).rejects.toBeInstanceOf(AuthRevokedError)
  })

  test.each([
    ['invalid_grant', 400, { error: 'invalid_grant' }, AuthRevokedError],
    ['a token that was taken back', 401, { code: 'TOKEN_REVOKED', error_description: 'x' }, AuthRevokedError],
    ['an app nobody knows', 401, { error: 'invalid_client' }, PermanentError],
    ['too many calls', 429, {}, RateLimitedError],
    ['trouble', 503, {}, RetryableError],
    ['garbage', 200, '<html>', RetryableError],
    ['a redirect, which is not followed', 302, {}, PermanentError],
  ])('%s means what it means, and shows no secret', async (_what, status, body, meaning) => {
    token = { status, body }
    const error: unknown = await refresh().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(meaning)
    for (const secret of ['the-secret', 'refresh-1', 'access-1']) expect(String(error)).not.toContain(secret)
  })

  test('of a token that SHOPLINE pushed says what the merchant has to do', async () => {
    const pushed = { id: 't', accessToken: 'x', expiresAt: null }
    await expect(tokens.refresh({ domain: MERCHANT, current: pushed })).rejects.toThrow('open the app')
    expect(server.calls).toHaveLength(0)
  })
})

test('a staff token is used as it is; without one there is nothing to ask with', async () => {
  const ownApp = { accessToken: 'staff' }
  expect(await tokens.grant({ domain: MERCHANT, ownApp })).toEqual({ accessToken: 'staff', expiresAt: null })
  expect(await tokens.refresh({ domain: MERCHANT, ownApp, current })).toEqual({ accessToken: 'staff', expiresAt: null })
  await expect(tokens.grant({ domain: MERCHANT, ownApp: { clientSecret: 'x' } })).rejects.toThrow('staff token')
  await expect(tokens.grant({ domain: MERCHANT })).rejects.toBeInstanceOf(AuthRevokedError)
})

test('an app without its settings says which are missing', async () => {
  const bare = createInstall(schema.parse({ SHOPLINE_AUTH_URL: server.url }), () => now)
  await expect(bare.exchangeCode('the-code')).rejects.toThrow('SHOPLINE_CLIENT_ID')
})
