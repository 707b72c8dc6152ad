import { type Sandbox, startSandbox } from '@shopmirror/sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../contract/errors.ts'
import { startServer, type TestResponse, type TestServer } from '../../testing/test-server.ts'
import { settings as schema } from '../settings.ts'
import { createTokens } from './tokens.ts'

const NOW = new Date('2026-01-02T08:00:00Z')
const domain = 'minta-bolt'

describe('at the platform', () => {
  let sandbox: Sandbox
  const tokens = (more: Record<string, string> = {}) =>
    createTokens(schema.parse({ ...sandbox.env, ...more }), () => NOW)
  const byCode = () => tokens({ SHOPRENTER_GRANT: 'authorization_code' })

  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterEach(() => sandbox.faults.clear())
  afterAll(() => sandbox.close())

  test('client credentials give an hour, and the next one is had the same way', async () => {
    const current = await tokens().grant({ domain })
    expect(current.expiresAt).toEqual(new Date(NOW.getTime() + 3_600_000))
    expect(current.refreshToken).toBeUndefined()
    const next = await tokens().refresh({ domain, current })
    expect(next.accessToken).not.toBe(current.accessToken)
  })

  test('a shop with an API client of its own needs none of ours', async () => {
    sandbox.shoprenter.tokens.register({ id: 'own', secret: 'own-secret', domain })
    const ownApp = { clientId: 'own', clientSecret: 'own-secret' }
    const alone = tokens({ SHOPRENTER_CLIENT_ID: '', SHOPRENTER_CLIENT_SECRETS: '' })
    expect((await alone.grant({ domain, ownApp })).accessToken).toBeTruthy()
    await expect(alone.grant({ domain: 'another', ownApp })).rejects.toBeInstanceOf(AuthRevokedError)
    await expect(alone.grant({ domain })).rejects.toThrow(/SHOPRENTER_CLIENT_ID/)
  })

  test('an access token is refused with what to give instead, whatever is set', async () => {
    const refused = tokens().grant({ domain, ownApp: { accessToken: 'made-by-hand', clientSecret: 'own-secret' } })
    await expect(refused).rejects.toThrow(PermanentError)
    await expect(refused).rejects.toThrow(/Send client_id and client_secret/)
    await expect(refused).rejects.not.toThrow(/SHOPRENTER_|made-by-hand/)
  })

  test('a code is exchanged once; its refresh tokens follow one another', async () => {
    const code = sandbox.shoprenter.tokens.issueCode(domain)
    const current = await byCode().grant({ domain, code })
    expect(current.refreshExpiresAt?.getTime()).toBeGreaterThan(NOW.getTime())
    await expect(byCode().grant({ domain, code })).rejects.toBeInstanceOf(AuthRevokedError)

    const next = await byCode().refresh({ domain, current })
    expect(next.refreshToken).not.toBe(current.refreshToken)
    await expect(byCode().refresh({ domain, current })).rejects.toBeInstanceOf(AuthRevokedError)
  })

  test('without a code or a refresh token the merchant has to install again', async () => {
    await expect(byCode().grant({ domain })).rejects.toThrow(/install the app again/)
    const current = { accessToken: 'x', expiresAt: null }
    await expect(byCode().refresh({ domain, current })).rejects.toThrow(/install the app again/)
  })

  test('trouble on the way is bridged, a refusal is a verdict at once', async () => {
    sandbox.faults.set({ kind: 'error', path: 'token', count: 1 }, { kind: 'reset', path: 'token', count: 1 })
    expect((await tokens().grant({ domain })).accessToken).toBeTruthy()

    sandbox.faults.set({ kind: 'tokenRefused' })
    const before = sandbox.stats.tokenCalls
    await expect(tokens().grant({ domain })).rejects.toBeInstanceOf(AuthRevokedError)
    expect(sandbox.stats.tokenCalls - before).toBe(1)
  })
})

describe('answers that nobody promised', () => {
  let server: TestServer | undefined
  afterEach(async () => server?.close())

  async function grant(reported: TestResponse, more: Record<string, string> = {}) {
    server = await startServer(() => reported)
    const settings = schema.parse({
      SHOPRENTER_CLIENT_ID: 'app',
      SHOPRENTER_CLIENT_SECRETS: 'first-secret,old-secret',
      SHOPRENTER_TOKEN_URL: `${server.url}/{shop}/token`,
      ...more,
    })
    return createTokens(settings, () => NOW).grant({ domain, code: 'one-time-code' })
  }

  test.each([[undefined], [null], ['0'], ['soon']])(
    'a life of %s is a short one, never an endless one',
    async (life) => {
      const { expiresAt } = await grant({
        body: { access_token: 'a', ...(life !== undefined && { expires_in: life }) },
      })
      expect(expiresAt).toBeNull()
    },
  )

  test('a life beyond belief is cut', async () => {
    const { expiresAt } = await grant({ body: { access_token: 'a', expires_in: 1e300 } })
    expect(expiresAt).toEqual(new Date(NOW.getTime() + 365 * 86_400_000))
  })

  test.each([
    [{ status: 429, headers: { 'retry-after': '7' } }, RateLimitedError],
    [{ status: 500 }, RetryableError],
    [{ status: 408 }, RetryableError],
    [{ body: '<html>' }, RetryableError],
    [{ body: {} }, RetryableError],
    [{ status: 302, headers: { location: '/login' } }, PermanentError],
    [{ status: 400, body: { error: 'invalid_request', hint: 'first-secret' } }, PermanentError],
    [{ status: 403, body: 'first-secret' }, AuthRevokedError],
    [{ status: 400, body: { error: 'invalid_client' } }, AuthRevokedError],
  ])('%j says what to do next, and no secret', async (reported, kind) => {
    const error: unknown = await grant(reported).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(kind)
    expect(String(error)).not.toContain('first-secret')
  })

  test('only the newest secret is sent, and a code no second time', async () => {
    await expect(grant({ status: 500 }, { SHOPRENTER_GRANT: 'authorization_code' })).rejects.toBeInstanceOf(
      RetryableError,
    )
    expect(server?.calls).toHaveLength(1)
    expect(server?.calls[0]?.body).toContain('first-secret')
    expect(server?.calls[0]?.body).not.toContain('old-secret')
  })
})
