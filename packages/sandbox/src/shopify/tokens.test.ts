import { describe, expect, test } from 'vitest'
import { createClock } from '../clock.ts'
import { createClients } from './clients.ts'
import { createTokenService } from './tokens.ts'

const domain = 'minta-bolt.myshopify.com'
const app = { client_id: 'app', client_secret: 'first' }
const DAY_MS = 86_400_000
const scopes = ['read_products', 'read_orders', 'write_orders']

function start() {
  const clock = createClock()
  const clients = createClients(
    { id: 'app', secrets: ['first'], scopes },
    { id: 'own', secrets: ['own-secret'], scopes: ['read_products'], domain },
  )
  const tokens = createTokenService({ clock, clients })
  const ask = (body: Record<string, unknown>) => tokens.ask(domain, { ...app, ...body })
  const install = (more: Record<string, unknown> = { expiring: '1' }) =>
    ask({ code: tokens.issueCode(domain, { client: 'app', scopes }), ...more }).body
  const refresh = (token: unknown) => ask({ grant_type: 'refresh_token', refresh_token: token })
  const isGood = (token: unknown) => tokens.check(domain, String(token)) !== null
  return { clock, clients, tokens, ask, install, refresh, isGood }
}

describe('a code', () => {
  test('becomes a token of an hour and a refresh token of 90 days, with scopes as the platform lists them', () => {
    const { install } = start()
    expect(install()).toEqual({
      ...{ access_token: expect.stringMatching(/^shpat_[0-9a-f]{32}$/), scope: 'read_products,write_orders' },
      ...{ expires_in: 3_600, refresh_token: expect.stringMatching(/^shprt_/), refresh_token_expires_in: 7_776_000 },
    })
  })

  test('becomes a token without an end unless an end is asked for', () => {
    const { clock, install, isGood } = start()
    const body = install({})
    expect(Object.keys(body)).toEqual(['access_token', 'scope'])
    clock.advance(400 * DAY_MS)
    expect(isGood(body.access_token)).toBe(true)
  })

  test('works once, in its shop, for its app, for ten minutes', () => {
    const { clock, tokens, ask } = start()
    const issue = () => tokens.issueCode(domain, { client: 'app', scopes })
    const code = issue()
    expect([ask({ code }).status, ask({ code }).status]).toEqual([200, 400])
    expect(tokens.ask('other.myshopify.com', { ...app, code: issue() }).status).toBe(400)
    expect(ask({ client_id: 'own', client_secret: 'own-secret', code: issue() }).status).toBe(400)
    const late = issue()
    clock.advance(601_000)
    expect(ask({ code: late }).status).toBe(400)
  })

  test('replaces what the app held before', () => {
    const { install, refresh, isGood } = start()
    const [before, after] = [install(), install()]
    expect([isGood(before.access_token), isGood(after.access_token)]).toEqual([false, true])
    expect(refresh(before.refresh_token)).toMatchObject({ status: 401, body: { error: 'invalid_request' } })
  })
})

describe('a refresh token', () => {
  test('that was used works again until its successor is used', () => {
    const { install, refresh, isGood } = start()
    const first = install()
    const second = refresh(first.refresh_token).body
    expect(refresh(first.refresh_token).body).toEqual(second)
    expect([isGood(first.access_token), isGood(second.access_token)]).toEqual([false, true])

    const third = refresh(second.refresh_token).body
    expect(refresh(first.refresh_token).status).toBe(401)
    expect(refresh(second.refresh_token).body.access_token).toBe(third.access_token)
  })

  test('that was used brings a fresh pair when the rules say so, and the lost one is over', () => {
    const { tokens, install, refresh, isGood } = start()
    Object.assign(tokens.rules, { repeats: 'fresh', keepsAccess: true })
    const first = install()
    const lost = refresh(first.refresh_token).body
    const second = refresh(first.refresh_token).body
    expect([first, lost, second].map((body) => isGood(body.access_token))).toEqual([true, false, true])
    expect(refresh(lost.refresh_token).status).toBe(401)
  })

  test('that was used is over after 30 days, and one that was not after 90', () => {
    const { clock, install, refresh } = start()
    const first = install()
    refresh(first.refresh_token)
    clock.advance(30 * DAY_MS - 1_000)
    expect(refresh(first.refresh_token).status).toBe(200)
    clock.advance(2_000)
    expect(refresh(first.refresh_token).status).toBe(401)

    const unused = install()
    clock.advance(90 * DAY_MS + 1_000)
    expect(refresh(unused.refresh_token).status).toBe(401)
  })
})

describe('a token without an end', () => {
  const TYPE = 'urn:shopify:params:oauth:token-type:offline-access-token'
  const exchange = (token: unknown) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    ...{ subject_token_type: TYPE, requested_token_type: TYPE, expiring: '1' },
  })

  test('is exchanged one way, and the same pair comes again for a week', () => {
    const { clock, tokens, ask, isGood } = start()
    const old = tokens.issueEndless(domain, { client: 'app', scopes })
    const next = ask(exchange(old)).body
    expect([isGood(old), isGood(next.access_token)]).toEqual([false, true])
    clock.advance(6 * DAY_MS)
    expect(isGood(next.access_token)).toBe(false)
    expect(ask(exchange(old)).body).toMatchObject({ access_token: next.access_token, expires_in: 3_600 })
    expect(isGood(next.access_token)).toBe(true)
    clock.advance(2 * DAY_MS)
    expect(ask(exchange(old))).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } })
  })

  test('is not exchanged again once its pair was refreshed, and a token with an end never', () => {
    const { tokens, ask, refresh, install } = start()
    const old = tokens.issueEndless(domain, { client: 'app', scopes })
    refresh(ask(exchange(old)).body.refresh_token)
    expect(ask(exchange(old)).status).toBe(400)
    expect(ask(exchange(install().access_token)).status).toBe(400)
  })
})

describe('any caller', () => {
  test("with credentials gets a token of a day, in the app's own shop only", () => {
    const { tokens, ask } = start()
    const own = { grant_type: 'client_credentials', client_id: 'own', client_secret: 'own-secret' }
    expect(ask(own)).toMatchObject({ status: 200, body: { scope: 'read_products', expires_in: 86_399 } })
    expect(ask(own).body).not.toHaveProperty('refresh_token')
    expect(ask({ grant_type: 'client_credentials' }).status).toBe(400)
    expect(tokens.ask('other.myshopify.com', own).status).toBe(400)
  })

  test('is refused as an unknown app or for a wrong secret; during a rotation two secrets are right', () => {
    const { clients, ask } = start()
    expect(ask({ client_id: 'nobody' }).body.error).toBe('application_cannot_be_found')
    expect(ask({ client_secret: 'wrong' }).body.error).toBe('invalid_client')
    const next = clients.rotate('app')
    const errorWith = (secret: string) => ask({ client_secret: secret, code: 'none' }).body.error
    expect(['first', next].map(errorWith)).toEqual(['invalid_request', 'invalid_request'])
    const last = clients.rotate('app', { dropOld: true })
    expect(['first', next, last].map(errorWith)).toEqual(['invalid_client', 'invalid_client', 'invalid_request'])
  })
})

test('revoked access is granted again, unless it is refused until a new consent', () => {
  const { tokens, install, refresh, isGood } = start()
  const first = install()
  tokens.revoke(domain, false)
  expect(isGood(first.access_token)).toBe(false)
  const second = refresh(first.refresh_token).body
  expect(isGood(second.access_token)).toBe(true)

  tokens.revoke(domain, true)
  expect([isGood(second.access_token), refresh(second.refresh_token).status]).toEqual([false, 401])
  expect(isGood(install().access_token)).toBe(true)
})

test('an uninstalled app has no tokens, and a closed shop refuses every call', () => {
  const { tokens, ask, install, refresh, isGood } = start()
  const body = install()
  tokens.uninstall(domain, 'app')
  expect([isGood(body.access_token), refresh(body.refresh_token).status]).toEqual([false, 401])
  expect(tokens.scopesOf(domain, 'app')).toBeNull()
  tokens.close(domain)
  expect(ask({ code: 'none' }).status).toBe(404)
})

test('a scope that is taken away is missed at once, and writing allows reading', () => {
  const { tokens, install } = start()
  const token = String(install().access_token)
  expect([...(tokens.check(domain, token)?.scopes ?? [])].sort()).toEqual([
    'read_orders',
    'read_products',
    'write_orders',
  ])
  tokens.setScopes(domain, ['read_orders'])
  expect([...(tokens.check(domain, token)?.scopes ?? [])]).toEqual(['read_orders'])
})
