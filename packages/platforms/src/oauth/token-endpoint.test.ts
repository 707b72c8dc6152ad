import { afterEach, describe, expect, test } from 'vitest'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../contract/errors.ts'
import { startServer, type TestResponse, type TestServer } from '../testing/test-server.ts'
import type { TokenRefusals } from './refusal.ts'
import { callTokenEndpoint } from './token-endpoint.ts'

const refusals: TokenRefusals = {
  rules: [
    { statuses: [402], means: 'retryable', reason: 'the shop is frozen' },
    { errors: ['invalid_client'], means: 'permanent', reason: 'unknown client', action: 'check CLIENT_ID' },
    { statuses: [400], errors: 'any', means: 'auth_revoked', reason: 'grant refused' },
  ],
  otherwise: 'check TOKEN_URL',
}

let server: TestServer | undefined
afterEach(async () => server?.close())

async function call(answer: TestResponse, body?: Record<string, string>) {
  server = await startServer(() => answer)
  const url = new URL('/token', server.url)
  return callTokenEndpoint({ name: 'Test token', platform: 'x', url, refusals, ...(body && { body }) })
}

describe('a call', () => {
  test('with a body is a POST of JSON', async () => {
    expect(await call({ status: 201, body: { access_token: 'a' } }, { code: 'c' })).toEqual({ access_token: 'a' })
    expect(server?.calls).toMatchObject([{ method: 'POST', body: '{"code":"c"}' }])
    expect(server?.calls[0]?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' })
  })

  test('without a body is a GET', async () => {
    await call({ body: {} })
    expect(server?.calls).toMatchObject([{ method: 'GET', body: '' }])
  })

  test.each(['<html>', 'null', '"text"', '1', ''])('a response of %j has no fields', async (body) => {
    expect(await call({ body })).toEqual({})
  })
})

describe('a refusal', () => {
  test.each([
    [402, { error: 'invalid_client' }, RetryableError, 'the shop is frozen (402 invalid_client).'],
    [401, { error: 'invalid_client' }, PermanentError, 'unknown client (401 invalid_client); check CLIENT_ID.'],
    [400, { error: 'invalid_grant' }, AuthRevokedError, 'grant refused (400 invalid_grant).'],
    [400, { error: 'the secret is s3cret' }, AuthRevokedError, 'grant refused (400).'],
    [400, { code: 'GONE' }, PermanentError, 'unexpected token endpoint response (400 GONE); check TOKEN_URL.'],
    [418, '<html>', PermanentError, 'unexpected token endpoint response (418); check TOKEN_URL.'],
    [503, { error: 'invalid_client' }, RetryableError, 'the platform answered 503.'],
    [429, { error: 'invalid_client' }, RateLimitedError, 'rate limit exceeded.'],
  ])('%i %j is classified by the first rule that applies', async (status, body, kind, message) => {
    const error: unknown = await call({ status, body }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ platform: 'x', status, message: `Test token: ${message}` })
  })

  test('with a 429 waits as long as it says, or 5 s', async () => {
    await expect(call({ status: 429 })).rejects.toMatchObject({ retryAfterMs: 5_000 })
    await server?.close()
    await expect(call({ status: 429, headers: { 'retry-after': '2' } })).rejects.toMatchObject({ retryAfterMs: 2_000 })
  })
})
