import { describe, expect, test } from 'vitest'
import { createClock } from '../clock.ts'
import { createTokenService } from './tokens.ts'
import { merchantIdOf } from './world-ids.ts'

const merchantId = merchantIdOf('minta')
const redirectUri = 'https://app.example.com/callback'
const app = { client_id: 'app', client_secret: 'first', redirect_uri: redirectUri }
const ACCESS_LIFE_MS = 15_778_476_000
const DAY_MS = 86_400_000
const isRefused = { status: 400, body: { error: 'invalid_grant', error_description: expect.any(String) } }

function start() {
  const clock = createClock()
  const secrets = ['first']
  const settings = { clientId: 'app', secrets, scopes: ['products', 'orders'], redirectUrls: [redirectUri] }
  const service = createTokenService({ clock, app: settings })
  const byCode = (code: string, more: object = {}) =>
    service.exchange({ ...app, grant_type: 'authorization_code', code, ...more })
  const refresh = (token: unknown) => service.exchange({ ...app, grant_type: 'refresh_token', refresh_token: token })
  const install = () => byCode(service.issueCode(merchantId)).body as Record<string, string>
  const codeOf = (token: unknown) => (service.info(String(token)).body as { code?: string }).code
  return { clock, secrets, service, byCode, refresh, install, codeOf }
}

describe('a code', () => {
  test('is exchanged for a token of half a year with its merchant, and a refresh token', () => {
    const { clock, byCode, service } = start()
    const { status, body } = byCode(service.issueCode(merchantId, { scopes: ['products'] }))
    expect(status).toBe(200)
    expect(body).toEqual({
      ...{ access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), token_type: 'Bearer' },
      ...{ expires_in: 15_778_476, refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/), scope: 'products' },
      ...{ created_at: expect.any(Number), resource_owner_id: merchantId },
    })
    const { created_at: createdAt } = body as { created_at: number }
    expect(Math.abs(createdAt - clock.now() / 1_000)).toBeLessThan(5)
  })

  test('is exchanged for a token that contains its merchant and application, but not its expiry', () => {
    const { install } = start()
    const [header, claims] = String(install().access_token)
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(header).toEqual({ typ: 'JWT', alg: 'HS256' })
    expect(claims).toEqual({
      ...{ jti: expect.any(String), iss: 'https://developers.shoplineapp.com', aud: [], sub: merchantId },
      data: { merchant_id: merchantId, application_id: expect.stringMatching(/^[0-9a-f]{24}$/) },
    })
  })

  test('works once', () => {
    const { byCode, service } = start()
    const code = service.issueCode(merchantId)
    expect(code).toMatch(/^[0-9a-f]{64}$/)
    expect(byCode(code).status).toBe(200)
    expect(byCode(code)).toEqual(isRefused)
  })

  test('works for 600 seconds', () => {
    const { clock, byCode, service } = start()
    const [early, late] = [service.issueCode(merchantId), service.issueCode(merchantId)]
    clock.advance(590_000)
    expect(byCode(early).status).toBe(200)
    clock.advance(10_000)
    expect(byCode(late)).toEqual(isRefused)
  })

  test('works with the redirect URI that it was issued for', () => {
    const { byCode, service } = start()
    const code = service.issueCode(merchantId, { redirectUri: 'https://app.example.com/other' })
    expect(byCode(code)).toEqual(isRefused)
    expect(byCode(code, { redirect_uri: 'https://app.example.com/other' }).status).toBe(200)
  })

  test('is refused for an unknown client, a wrong secret, or another grant type', () => {
    const { byCode, service } = start()
    const code = service.issueCode(merchantId)
    for (const wrong of [{ client_id: 'else' }, { client_secret: 'second' }, { client_secret: undefined }])
      expect(byCode(code, wrong)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(byCode(code, { grant_type: 'password' }).body).toMatchObject({ error: 'unsupported_grant_type' })
    expect(byCode(code).status).toBe(200)
  })

  test('is exchanged with a rotated secret, and with the one before until that is dropped', () => {
    const { secrets, byCode, service } = start()
    secrets.unshift('second')
    for (const secret of secrets)
      expect(byCode(service.issueCode(merchantId), { client_secret: secret }).status).toBe(200)
    secrets.splice(1)
    expect(byCode(service.issueCode(merchantId)).status).toBe(401)
  })
})

describe('a refresh token', () => {
  test('returns another pair, and the previous pair is invalid at once', () => {
    const { install, refresh, codeOf } = start()
    const first = install()
    const second = refresh(first.refresh_token).body as Record<string, string>
    expect(second).toMatchObject({ resource_owner_id: merchantId, scope: 'products orders' })
    expect(refresh(first.refresh_token)).toEqual(isRefused)
    expect(codeOf(first.access_token)).toBe('TOKEN_REVOKED')
    expect(codeOf(second.access_token)).toBeUndefined()
    expect(refresh(second.refresh_token).status).toBe(200)
  })

  test('expires a day after its access token', () => {
    const { clock, install, refresh, codeOf } = start()
    const [early, late] = [install(), install()]
    clock.advance(ACCESS_LIFE_MS + DAY_MS - 60_000)
    expect(codeOf(early.access_token)).toBe('TOKEN_EXPIRED')
    expect(refresh(early.refresh_token).status).toBe(200)
    clock.advance(60_000)
    expect(refresh(late.refresh_token)).toEqual(isRefused)
  })

  test('is revoked with its access token', () => {
    const { service, install, refresh } = start()
    const { access_token: access = '', refresh_token: text } = install()
    service.revoke(access)
    expect(refresh(text)).toEqual(isRefused)
  })
})

describe('a token', () => {
  test('has a merchant, staff, scopes and a remaining life', () => {
    const { clock, service, install } = start()
    const { access_token: access = '' } = install()
    clock.advance(1_000_000)
    const { status, body } = service.info(access)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ resource_owner_id: merchantId, scope: ['products', 'orders'], application: { uid: 'app' } },
      merchant: { _id: merchantId, handle: 'minta' },
      staff: { merchant_ids: [merchantId] },
    })
    const { expires_in: left } = body as { expires_in: number }
    expect(left).toBeLessThanOrEqual(15_777_476)
    expect(left).toBeGreaterThan(15_777_470)
  })

  test('is refused differently when missing, expired or revoked', () => {
    const { clock, service, codeOf } = start()
    const text = service.issueStaff(merchantId, { expiresAt: clock.now() + DAY_MS })
    expect(service.find(text)).toMatchObject({ merchantId, kind: 'staff', staff: { merchant_ids: [merchantId] } })
    clock.advance(DAY_MS)
    expect(service.info('')).toMatchObject({ status: 401, body: { code: 'MISSING_TOKEN_ERROR' } })
    expect(service.info(text)).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } })
    expect(service.find(text)).toBe('expired')
    service.revoke(text)
    expect(codeOf(text)).toBe('TOKEN_REVOKED')
    expect(service.find(text)).toBe('revoked')
    expect(service.find('nobody.made.this')).toBeUndefined()
  })

  test('cannot be used by its id', () => {
    const { service } = start()
    const { id, token } = service.issueInstallation(merchantId)
    expect(service.find(id)).toBeUndefined()
    expect(service.find(token)).toMatchObject({ kind: 'installation', merchantId })
  })
})

describe('tokens of installations', () => {
  test('are valid side by side, without staff, until one is revoked by its id', () => {
    const { clock, service, codeOf } = start()
    const [first, second] = [service.issueInstallation(merchantId), service.issueInstallation(merchantId)]
    clock.advance(1_000 * DAY_MS)
    expect(first).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{24}$/), scopes: ['products', 'orders'] })
    expect(service.installationsOf(merchantId)).toEqual([first, second])
    expect(service.info(first.token).body).not.toHaveProperty('staff')
    service.revoke(first.id)
    expect(service.installationsOf(merchantId)).toEqual([second])
    expect(codeOf(first.token)).toBe('TOKEN_REVOKED')
    expect(codeOf(second.token)).toBeUndefined()
  })

  test('are revoked with the app, as OAuth tokens and codes are; those of the staff and of other shops stay valid', () => {
    const { service, byCode, install, refresh, codeOf } = start()
    const pair = install()
    const code = service.issueCode(merchantId)
    const installation = service.issueInstallation(merchantId)
    const staff = service.issueStaff(merchantId)
    const other = service.issueInstallation(merchantIdOf('other'))
    service.revokeAll(merchantId)
    expect([pair.access_token, installation.token, staff, other.token].map(codeOf)).toEqual([
      'TOKEN_REVOKED',
      'TOKEN_REVOKED',
      undefined,
      undefined,
    ])
    expect([byCode(code), refresh(pair.refresh_token)]).toEqual([isRefused, isRefused])
    expect(service.installationsOf(merchantId)).toEqual([])
  })
})

test('a service that is set to refuse exchanges no codes and refresh tokens, and uses up none', () => {
  const { service, byCode, install, refresh } = start()
  const { refresh_token: text } = install()
  const code = service.issueCode(merchantId)
  service.refuse = true
  expect([byCode(code), refresh(text)]).toEqual([isRefused, isRefused])
  service.refuse = false
  expect([byCode(code).status, refresh(text).status]).toEqual([200, 200])
})

test('every token, refresh token and code stays in the list of issued secrets', () => {
  const { service, install, refresh } = start()
  const code = service.issueCode(merchantId)
  const first = install()
  const second = refresh(first.refresh_token).body as Record<string, string>
  const others = [service.issueInstallation(merchantId).token, service.issueStaff(merchantId)]
  const pairs = [first, second].flatMap((pair) => [pair.access_token, pair.refresh_token])
  expect(service.issued()).toEqual(expect.arrayContaining([code, ...pairs, ...others]))
})
