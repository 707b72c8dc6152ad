import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { createClock } from '../clock.ts'
import { createFaults } from '../faults.ts'
import { createShoplineBrowser } from './browser.ts'
import { answerOauth, type OauthServer } from './oauth-server.ts'
import { createTokenService } from './tokens.ts'
import { merchantIdOf } from './world-ids.ts'

const merchantId = merchantIdOf('minta')
const otherId = merchantIdOf('other')
const scopes = ['products', 'orders']

/** The developer centre, and an app that sets a cookie at the start and returns what its callback received. */
async function start() {
  const [clock, faults, stats] = [createClock(), createFaults(), { tokenCalls: 0 }]
  const rules = { echoesState: true }
  const app = { redirectUrls: [] as string[] }
  const settings = { clientId: 'app', secrets: ['first'], scopes, redirectUrls: app.redirectUrls }
  const tokens = createTokenService({ clock, app: settings })
  const shopline = { clientId: 'app', scopes, app, rules, tokens, handles: () => ['minta', 'other'] }
  const openApi: OauthServer = { clock, faults, stats, shopline }
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    if (url.pathname.startsWith('/shopline/')) return answerOauth(openApi, { request: incoming, response, url })
    if (url.pathname === '/begin') {
      const location = String(url.searchParams.get('to'))
      return response.writeHead(302, { location, 'set-cookie': 'attempt=7; Path=/; HttpOnly' }).end()
    }
    response.end(JSON.stringify({ cookie: incoming.headers.cookie, ...Object.fromEntries(url.searchParams) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const redirectUri = `${base}/callback`
  app.redirectUrls.push(redirectUri)

  const authorizeUrl = (change: Record<string, string | null> = {}) => {
    const url = new URL(`${base}/shopline/developers/oauth/authorize`)
    const usual = {
      client_id: 'app',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'products',
      state: 's-1',
    }
    for (const [name, value] of Object.entries({ ...usual, ...change }))
      if (value !== null) url.searchParams.set(name, value)
    return url.href
  }
  const ask = async (body: string, type = 'application/json', query = '') => {
    const url = `${base}/shopline/developers/oauth/token${query}`
    const answer = await request(url, { method: 'POST', headers: { 'content-type': type }, body })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
  const exchange = (code: string) =>
    ask(JSON.stringify({ ...credentials, grant_type: 'authorization_code', code, redirect_uri: redirectUri }))
  const info = async (token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const answer = await request(`${base}/shopline/developers/oauth/token/info`, { headers })
    return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> }
  }
  return {
    ...{ base, redirectUri, app, rules, tokens, faults, stats, authorizeUrl, ask, exchange, info },
    browser: createShoplineBrowser(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const credentials = { client_id: 'app', client_secret: 'first' }

describe('the consent', () => {
  test('of a selected shop returns a code and the state, with the cookie of the start', async () => {
    await using centre = await start()
    const begin = `${centre.base}/begin?to=${encodeURIComponent(centre.authorizeUrl())}`
    const visit = await centre.browser.visit(begin, { merchantId: otherId })
    const { code, ...rest } = JSON.parse(visit.body)
    expect(rest).toEqual({ cookie: 'attempt=7', state: 's-1' })
    expect(visit.hops.map(({ status }) => status)).toEqual([302, 200, 200, 302, 200])
    const { status, text } = await centre.exchange(code)
    expect(status).toBe(200)
    const said = JSON.parse(text)
    expect(said).toMatchObject({ resource_owner_id: otherId, scope: 'products' })
    expect(await centre.info(said.access_token)).toMatchObject({ status: 200, body: { resource_owner_id: otherId } })
  })

  test('does not ask for the shop when the address contains its id or handle', async () => {
    await using centre = await start()
    for (const shop of [merchantId, 'minta']) {
      const visit = await centre.browser.visit(centre.authorizeUrl({ merchant_id: shop }))
      expect(visit.hops).toHaveLength(3)
      const said = JSON.parse((await centre.exchange(JSON.parse(visit.body).code)).text)
      expect(said.resource_owner_id).toBe(merchantId)
    }
  })

  test('lists the shops and waits when none is selected', async () => {
    await using centre = await start()
    const { status, body, hops } = await centre.browser.visit(centre.authorizeUrl())
    expect([status, hops.length]).toEqual([200, 1])
    for (const id of [merchantId, otherId]) expect(body).toContain(`merchant_id=${id}`)
  })

  test('returns no state when the platform is set not to', async () => {
    await using centre = await start()
    centre.rules.echoesState = false
    const visit = await centre.browser.visit(centre.authorizeUrl(), { merchantId })
    expect(JSON.parse(visit.body)).toEqual({ code: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('that is declined returns an error, and no code is issued', async () => {
    await using centre = await start()
    const visit = await centre.browser.visit(centre.authorizeUrl(), { merchantId, declines: true })
    expect(JSON.parse(visit.body)).toEqual({
      ...{ error: 'access_denied', error_description: expect.any(String), state: 's-1' },
    })
    expect(centre.tokens.issued()).toEqual([])
  })

  test.each([
    ['an unknown app', { client_id: 'else' }],
    ['an address that is not on the whitelist', { redirect_uri: 'https://elsewhere.example.com/callback' }],
    ['no scope', { scope: null }],
    ['a scope that the app has not', { scope: 'products customers' }],
    ['another kind of answer', { response_type: 'token' }],
  ])('is not asked for %s: an error page, and nobody is sent anywhere', async (_title, change) => {
    await using centre = await start()
    const visit = await centre.browser.visit(centre.authorizeUrl(change), { merchantId })
    expect(visit).toMatchObject({ status: 400, hops: [{ location: null }] })
  })

  test('is refused when the return address has parameters, whitelisted or not', async () => {
    await using centre = await start()
    const change = { redirect_uri: `${centre.redirectUri}?shop=1` }
    for (const _ of ['unknown', 'whitelisted']) {
      expect(await centre.browser.visit(centre.authorizeUrl(change))).toMatchObject({ status: 400 })
      centre.app.redirectUrls.push(change.redirect_uri)
    }
  })

  test('is refused for an unknown shop', async () => {
    await using centre = await start()
    const visit = await centre.browser.visit(centre.authorizeUrl({ merchant_id: merchantIdOf('nobody') }))
    expect(visit).toMatchObject({ status: 403, hops: [{ location: null }] })
  })
})

describe('the token endpoint', () => {
  test('takes JSON, a form, and parameters of its address', async () => {
    await using centre = await start()
    const { ask, tokens, redirectUri, stats } = centre
    const fields = () => ({
      ...{ ...credentials, grant_type: 'authorization_code', redirect_uri: redirectUri },
      code: tokens.issueCode(merchantId, { redirectUri }),
    })
    const form = () => new URLSearchParams(fields()).toString()
    const answers = [
      await ask(JSON.stringify({ ...fields(), scope: 'products', response_type: 'code' })),
      await ask(form(), 'application/x-www-form-urlencoded'),
      await ask('', 'application/json', `?${form()}`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(stats.tokenCalls).toBe(3)
  })

  test('that refuses or fails does not use up the code', async () => {
    await using centre = await start()
    const code = centre.tokens.issueCode(merchantId, { redirectUri: centre.redirectUri })
    const statuses = []
    for (const kind of ['error', 'html', 'tokenRefused'] as const) {
      centre.faults.set({ kind, count: 1, path: 'token', shop: merchantId })
      statuses.push((await centre.exchange(code)).status)
    }
    statuses.push((await centre.exchange(code)).status)
    expect(statuses).toEqual([500, 520, 400, 200])
  })

  test('that closes the connection first uses up nothing; one whose answer is lost does', async () => {
    await using centre = await start()
    const code = centre.tokens.issueCode(merchantId, { redirectUri: centre.redirectUri })
    centre.faults.set({ kind: 'reset', count: 1, path: 'token' })
    await expect(centre.exchange(code)).rejects.toThrow()
    expect(centre.tokens.issued()).toEqual([code])
    centre.faults.set({ kind: 'tokenLost', count: 1, path: 'token' })
    await expect(centre.exchange(code)).rejects.toThrow()
    expect(centre.tokens.issued()).toHaveLength(3)
    expect(await centre.exchange(code)).toMatchObject({ status: 400, text: expect.stringContaining('invalid_grant') })
  })

  test('answers late when a fault says so', async () => {
    await using centre = await start()
    centre.faults.set({ kind: 'latency', count: 1, ms: 120, path: 'token' })
    const begin = performance.now()
    await centre.exchange('no code')
    expect(performance.now() - begin).toBeGreaterThan(110)
  })
})

test('token info distinguishes a missing token from a revoked one', async () => {
  await using centre = await start()
  const { token } = centre.tokens.issueInstallation(merchantId)
  expect(await centre.info(token)).toMatchObject({ status: 200, body: { merchant: { handle: 'minta' } } })
  centre.tokens.revokeAll(merchantId)
  expect(await centre.info(token)).toMatchObject({ status: 401, body: { code: 'TOKEN_REVOKED' } })
  expect(await centre.info()).toMatchObject({ status: 401, body: { code: 'MISSING_TOKEN_ERROR' } })
})
