import { afterEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import type { TokenRequest, TokenSet } from '../../contract/tokens.ts'
import { startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { settings as schema } from '../settings.ts'
import { createTokens } from './tokens.ts'

const NOW = new Date('2026-01-02T08:00:00Z')
const domain = 'minta-bolt.myshopify.com'
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
const pair = {
  ...{ access_token: 'shpat_next', scope: 'read_products,write_orders', expires_in: 3_600 },
  ...{ refresh_token: 'shprt_next', refresh_token_expires_in: 7_776_000 },
}
const current: TokenSet = { accessToken: 'shpat_old', expiresAt: NOW, refreshToken: 'shprt_old' }
const ownApp = { clientId: 'own', clientSecret: 'own-secret' }

let server: TestServer | undefined
afterEach(async () => server?.close())

async function tokens(...answers: TestResponse[]) {
  server = await startServer(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? {})
  const settings = schema.parse({
    SHOPIFY_CLIENT_ID: 'app',
    SHOPIFY_CLIENT_SECRETS: 'first-secret,old-secret',
    SHOPIFY_ADMIN_URL: `${server.url}/shopify/{shop}`,
  })
  return createTokens(settings, () => NOW)
}

const asked = () => (server?.calls ?? []).map(({ body }) => JSON.parse(body))

describe('what is asked, and what comes of it', () => {
  test('a code becomes a token of an hour and a refresh token of 90 days', async () => {
    const granted = await (await tokens({ body: pair })).grant({ domain, code: 'one-time' })
    expect(granted).toEqual({
      ...{ accessToken: 'shpat_next', expiresAt: later(3_600), refreshToken: 'shprt_next' },
      ...{ refreshExpiresAt: later(7_776_000), scopes: ['read_products', 'write_orders'] },
    })
    expect(server?.calls[0]?.url.pathname).toBe(`/shopify/${domain}/admin/oauth/access_token`)
    expect(asked()).toEqual([{ client_id: 'app', client_secret: 'first-secret', code: 'one-time', expiring: '1' }])
  })

  test('a refresh replaces both', async () => {
    const next = await (await tokens({ body: pair })).refresh({ domain, current })
    expect(next).toMatchObject({ accessToken: 'shpat_next', refreshToken: 'shprt_next' })
    expect(asked()).toMatchObject([{ grant_type: 'refresh_token', refresh_token: 'shprt_old' }])
  })

  test.each([500, 503, 520, 408])('after a %i the same refresh token is used again', async (status) => {
    const next = await (await tokens({ status }, { body: pair })).refresh({ domain, current })
    expect(next.accessToken).toBe('shpat_next')
    expect(asked().map(({ refresh_token: token }) => token)).toEqual(['shprt_old', 'shprt_old'])
  })

  test('a token from before tokens expired is exchanged for one that does', async () => {
    const next = await (await tokens({ status: 520 }, { body: pair })).refresh({
      domain,
      current: { accessToken: 'shpat_endless', expiresAt: null },
    })
    expect(next).toMatchObject({ accessToken: 'shpat_next', refreshExpiresAt: later(7_776_000) })
    const offline = 'urn:shopify:params:oauth:token-type:offline-access-token'
    const question = {
      ...{ client_id: 'app', client_secret: 'first-secret', expiring: '1', subject_token: 'shpat_endless' },
      ...{ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      ...{ subject_token_type: offline, requested_token_type: offline },
    }
    expect(asked()).toEqual([question, question])
  })

  test("a shop's own app asks with its own credentials, the first time and every time", async () => {
    const own = await tokens({ body: { access_token: 'shpat_day', scope: 'read_orders', expires_in: 86_399 } })
    const granted = await own.grant({ domain, ownApp })
    const next = await own.refresh({ domain, ownApp, current: granted })
    expect([granted, next]).toEqual(
      Array(2).fill({ accessToken: 'shpat_day', expiresAt: later(86_399), scopes: ['read_orders'] }),
    )
    expect(asked()).toEqual(
      Array(2).fill({ client_id: 'own', client_secret: 'own-secret', grant_type: 'client_credentials' }),
    )
  })

  test('a token from the merchant is used as it is, without a call', async () => {
    const request: TokenRequest = { domain, ownApp: { clientSecret: 's', accessToken: 'shpat_given' } }
    const given = await tokens()
    const granted = await given.grant(request)
    expect(granted).toEqual({ accessToken: 'shpat_given', expiresAt: null })
    expect(await given.refresh({ ...request, current: granted })).toEqual(granted)
    expect(server?.calls).toEqual([])
  })

  test('a code is sent once, also when the answer is lost', async () => {
    await expect((await tokens({ status: 500 })).grant({ domain, code: 'one-time' })).rejects.toBeInstanceOf(
      RetryableError,
    )
    expect(server?.calls).toHaveLength(1)
  })

  test('without a code the merchant has to install again', async () => {
    await expect((await tokens()).grant({ domain })).rejects.toThrow(/install the app again/)
  })
})

describe('what is missing', () => {
  test.each([[undefined], [null], [0], ['soon']])('a life of %s is an hour, never endless', async (life) => {
    const { expiresAt } = await (await tokens({ body: { ...pair, expires_in: life } })).refresh({ domain, current })
    expect(expiresAt).toEqual(later(3_600))
  })

  test('a refresh token that does not say lives 90 days, and no life is beyond belief', async () => {
    const { refresh_token_expires_in: _, ...silent } = pair
    const reported = await (await tokens({ body: { ...silent, expires_in: 1e300 } })).refresh({ domain, current })
    expect(reported).toMatchObject({ refreshExpiresAt: later(90 * 86_400), expiresAt: later(365 * 86_400) })
  })

  test.each([{}, { ...pair, access_token: '' }, { ...pair, refresh_token: undefined }, '<html>', '[1]', 'null'])(
    'an answer like %j is asked for again',
    async (body) => {
      await expect((await tokens({ body })).refresh({ domain, current })).rejects.toBeInstanceOf(RetryableError)
      expect(server?.calls).toHaveLength(3)
    },
  )

  test.each([
    [{ domain, code: 'c' }, /SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRETS/],
    [{ domain, ownApp: { clientSecret: 's' } }, /own app has no client id/],
  ])('credentials that are not there are named', async (request, advice) => {
    const unset = createTokens(schema.parse({}), () => NOW)
    await expect(unset.grant(request)).rejects.toThrow(advice)
    await expect(unset.grant(request)).rejects.toBeInstanceOf(PermanentError)
  })
})

describe('what a refusal means', () => {
  const refused = (error: string) => ({ error, error_description: 'This request requires an active refresh_token' })

  test.each([
    [401, refused('invalid_request'), AuthRevokedError],
    [400, refused('invalid_request'), AuthRevokedError],
    [400, refused('invalid_grant'), AuthRevokedError],
    [400, refused('invalid_subject_token'), AuthRevokedError],
    [404, '<html>', AuthRevokedError],
    [404, {}, AuthRevokedError],
    [400, refused('invalid_client'), PermanentError],
    [400, refused('application_cannot_be_found'), PermanentError],
    [403, 'first-secret', PermanentError],
    [302, '', PermanentError],
    [429, refused('invalid_grant'), RateLimitedError],
    [500, refused('invalid_grant'), RetryableError],
    [520, refused('invalid_request'), RetryableError],
    [402, {}, RetryableError],
  ])('%i %j', async (status, body, kind) => {
    const error: unknown = await (await tokens({ status, body }))
      .refresh({ domain, current })
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ platform: 'shopify', status })
    for (const secret of ['first-secret', 'shprt_old', 'shpat_old']) expect(String(error)).not.toContain(secret)
  })

  test('a 429 says how long to wait', async () => {
    const waiting = await tokens({ status: 429, headers: { 'retry-after': '2.0' } })
    await expect(waiting.refresh({ domain, current })).rejects.toMatchObject({ retryAfterMs: 2_000 })
  })

  test('wrong credentials say whose to put right', async () => {
    const answer = { status: 400, body: { error: 'invalid_client' } }
    await expect((await tokens(answer)).refresh({ domain, current })).rejects.toThrow(/check SHOPIFY_CLIENT_ID/)
    await server?.close()
    await expect((await tokens(answer)).grant({ domain, ownApp })).rejects.toThrow(/shop's own app/)
  })
})
