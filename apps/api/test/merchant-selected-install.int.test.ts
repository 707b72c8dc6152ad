import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { loadSelectedPlatform } from './merchant-selected-platform.ts'
import { createStage, type Key } from './stage.ts'
import { withoutRedis } from './without-redis.ts'

const DASHBOARD = 'https://app.example.com/dashboard'
const BEGIN = /^https:\/\/mirror\.example\.com\/api\/v1\/selected\/oauth\/begin\/([\w-]{43})$/
const TOKENS = { accessToken: 'of-the-consent', expiresAt: null }
const env = { SELECTED_CLIENT_ID: 'client', SELECTED_REDIRECT_URL: 'https://mirror.example.com/back' }
let now = Date.parse('2026-11-23T10:00:00Z')
const stage = await createStage({
  platforms: [
    loadSelectedPlatform(env),
    loadSelectedPlatform(env, 'other'),
    loadSelectedPlatform({ SELECTED_REDIRECT_URL: 'x' }, 'unset'),
    loadSelectedPlatform({ SELECTED_CLIENT_ID: 'client' }, 'wayless'),
  ],
  settings: { dashboardUrl: DASHBOARD },
  now: () => new Date(now),
})
const plain = await createStage({ platforms: [loadSelectedPlatform(env)] })
afterAll(() => Promise.all([stage[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]))

let key: Key
let shops = 0
let domain: string
beforeEach(async () => {
  key = await stage.issueKey()
  shops += 1
  domain = `bolt-${shops}`
  await stage.queues.shops.obliterate({ force: true })
})

let addresses = 0
function get(path: string, headers: Record<string, string> = {}, { app } = stage) {
  addresses += 1
  return app.inject({ url: `/api/v1/${path}`, headers, remoteAddress: `10.2.${addresses >> 8}.${addresses & 255}` })
}
const authorize = (query = '', platform = 'selected') => get(`${platform}/oauth/authorize${query}`, key.headers)
const landing = (headers: Record<string, string> = {}) => get('selected/oauth/entry', headers)
const cookieOf = ({ headers }: LightMyRequestResponse) => String(headers['set-cookie']).split(';')[0] ?? ''
const locationOf = ({ headers }: LightMyRequestResponse) => new URL(String(headers.location))
const parameterOf = (answer: LightMyRequestResponse, name: string) => locationOf(answer).searchParams.get(name) ?? ''
const settings = (more: string) => `${DASHBOARD}/settings?tab=selected&${more}`
const jobsNow = async () =>
  (await stage.queues.shops.getJobs(['waiting', 'delayed'])).map(({ name, data }) => [name, data.installationId])
const claim = (id: string, { headers } = key) =>
  stage.app.inject({ method: 'POST', url: `/api/v1/installations/${id}/claim`, headers })
const installationsOf = async ({ headers } = key) => (await get('installations', headers)).json().data

interface Attempt {
  state: string
  cookie: string
}

/** As a browser does: goes where it is sent, and keeps the cookie it was given. */
async function toConsent(query = ''): Promise<Attempt> {
  const [, state = ''] = BEGIN.exec((await authorize(query)).json().data.authorize_url) ?? []
  const begun = await get(`selected/oauth/begin/${state}`)
  return { state, cookie: cookieOf(begun) }
}

/** The platform does not bring the state back, unless it is given here. */
const back = (cookie?: string, state?: string, platform = 'selected') =>
  get(`${platform}/oauth/callback?code=c0de${state === undefined ? '' : `&state=${state}`}`, cookie ? { cookie } : {})

async function pending(): Promise<string> {
  return parameterOf(await back(cookieOf(await landing())), 'sr_install')
}

describe('an install that starts with us', () => {
  test('goes through our own address, which sets the cookie and redirects to the consent page', async () => {
    const { authorize_url: address } = (await authorize()).json().data
    expect(address).toMatch(BEGIN)
    const begun = await stage.app.inject(new URL(address).pathname)
    expect([begun.statusCode, begun.headers['cache-control']]).toEqual([302, 'no-store'])
    const [, state] = BEGIN.exec(address) ?? []
    expect(Object.fromEntries(locationOf(begun).searchParams)).toEqual({
      state,
      redirect_uri: env.SELECTED_REDIRECT_URL,
    })
    expect(begun.headers['set-cookie']).toMatch(
      new RegExp(
        `^shopmirror_install=${state}\\.[\\w-]{43}; Path=/api/v1; Max-Age=600; HttpOnly; SameSite=Lax; Secure$`,
      ),
    )
  })

  test('preselects the requested shop', async () => {
    const { authorize_url: address } = (await authorize('?shop=minta')).json().data
    expect(parameterOf(await stage.app.inject(new URL(address).pathname), 'domain')).toBe('minta')
    expect((await authorize('?shop=Not%20a%20shop')).json().errors[0].path).toBe('querystring.shop')
  })

  test('can be restarted until it returns, in the returning browser', async () => {
    const { state, cookie } = await toConsent()
    const again = await get(`selected/oauth/begin/${state}`)
    expect([again.statusCode, cookieOf(again)]).toEqual([302, cookie])
    await back(cookie)
    expect((await get(`selected/oauth/begin/${state}`)).headers.location).toBe(settings('selected=error&reason=state'))
  })

  test.each([
    ['brings the state back', (state: string) => state],
    ['does not', () => undefined],
  ])('is on its way at once, where the platform %s', async (_name, echo) => {
    const { state, cookie } = await toConsent()
    const answer = await back(cookie, echo(state))
    const id = parameterOf(answer, 'installation')
    expect(answer.headers.location).toBe(settings(`selected=connecting&installation=${id}`))
    expect(answer.headers['set-cookie']).toMatch(/^shopmirror_install=; .*Max-Age=0;/)
    expect(await jobsNow()).toEqual([['shop.install', id]])
    const pending = await stage.db.installations.find(id)
    expect(pending).toMatchObject({ accountId: key.accountId, domain: null, expiresAt: new Date(now + 900_000) })
    expect(pending?.code).not.toContain('c0de')
    expect(await installationsOf()).toMatchObject([{ id, status: 'claimed', domain: null, error: null }])
  })

  test('works once, for ten minutes, on its own platform', async () => {
    const { cookie } = await toConsent()
    await back(cookie)
    expect((await back(cookie)).headers.location).toBe(settings('selected=error&reason=state'))
    const late = await toConsent()
    now += 601_000
    expect((await back(late.cookie)).headers.location).toBe(settings('selected=error&reason=state'))
    const elsewhere = await back((await toConsent()).cookie, undefined, 'other')
    expect(elsewhere.headers.location).toContain('other=error&reason=state')
    expect(await installationsOf()).toHaveLength(1)
  })

  test.each([
    ['no cookie', async ({ state }: Attempt) => back(undefined, state)],
    ['neither a cookie nor a state', async () => back()],
    ['the cookie of another attempt', async ({ state }: Attempt) => back((await toConsent()).cookie, state)],
    [
      'a cookie that somebody made',
      async ({ state }: Attempt) => back(`shopmirror_install=${state}.${'A'.repeat(43)}`),
    ],
    ['a cookie without a signature', async ({ state }: Attempt) => back(`shopmirror_install=${state}`, state)],
  ])('with %s makes nothing, and leaves the attempt to its own browser', async (_name, comeBack) => {
    const attempt = await toConsent()
    const answer = await comeBack(attempt)
    expect(answer.headers.location).toBe(settings('selected=error&reason=browser'))
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await jobsNow()).toEqual([])
    expect((await back(attempt.cookie)).headers.location).toContain('selected=connecting')
  })

  test('that the merchant declined leads back with the reason', async () => {
    const { cookie } = await toConsent()
    const answer = await get('selected/oauth/callback?error=access_denied', { cookie })
    expect(answer.headers.location).toBe(settings('selected=error&reason=declined'))
    expect(await jobsNow()).toEqual([])
  })

  test('that returns with neither a code nor an error is refused', async () => {
    const { cookie } = await toConsent()
    expect((await get('selected/oauth/callback?hello', { cookie })).statusCode).toBe(403)
  })

  test('names the setting that the operator has not set', async () => {
    expect((await authorize('', 'unset')).json().type).toBe('urn:shopmirror:problem:app-not-configured')
    const wayless = await authorize('', 'wayless')
    expect([wayless.statusCode, wayless.json().detail]).toEqual([422, expect.stringContaining('SELECTED_REDIRECT_URL')])
  })

  test('an unclaimed attempt cannot be continued at the address for accounts', async () => {
    const state = parameterOf(await landing(), 'state')
    expect((await get(`selected/oauth/begin/${state}`)).headers.location).toBe(settings('selected=error&reason=state'))
    expect((await get('shoprenter/oauth/begin/x')).statusCode).toBe(404)
  })
})

describe('a visit that nothing is known of', () => {
  test('goes to the consent page, and returns as an unclaimed installation whose shop is being identified', async () => {
    const visit = await landing({ 'sec-fetch-dest': 'document' })
    expect([visit.statusCode, locationOf(visit).host]).toEqual([302, 'consent.example.com'])
    const answer = await back(cookieOf(visit))
    const id = parameterOf(answer, 'sr_install')
    expect(answer.headers.location).toBe(settings(`sr_install=${id}`))
    expect(answer.headers['set-cookie']).toMatch(/Max-Age=0;/)
    expect(await stage.db.installations.find(id)).toMatchObject({ accountId: null, domain: null })
    expect(await jobsNow()).toEqual([['installation.identify', id]])
  })

  test.each(['iframe', 'frame'])('in an %s is led out of it, by a page that needs no script', async (destination) => {
    const page = await landing({ 'sec-fetch-dest': destination, 'accept-language': 'hu' })
    expect([page.statusCode, page.headers['content-language']]).toEqual([200, 'hu'])
    expect(page.body).toContain(
      '<a href="https://mirror.example.com/api/v1/selected/oauth/entry" target="_top">Tovább</a>',
    )
    expect(page.body).not.toContain('<script')
    expect(page.headers['content-security-policy']).toContain('frame-ancestors *')
    expect(page.headers['x-frame-options']).toBeUndefined()
    expect(page.headers['set-cookie']).toBeUndefined()
  })

  test('fails when the operator has configured no app', async () => {
    expect((await get('unset/oauth/entry')).json().type).toBe('urn:shopmirror:problem:app-not-configured')
  })

  test('without a dashboard ends on a page that names the installation', async () => {
    const visit = await get('selected/oauth/entry', {}, plain)
    const page = await get('selected/oauth/callback?code=c0de', { cookie: cookieOf(visit) }, plain)
    expect([page.statusCode, page.body]).toEqual([200, expect.stringMatching(/within 15 minutes.*ins_\w+/)])
  })

  test('sixty a minute from one address', async () => {
    const visit = () => stage.app.inject({ url: '/api/v1/selected/oauth/entry', remoteAddress: '10.9.9.8' })
    const answers = []
    for (let index = 0; index < 61; index++) answers.push((await visit()).statusCode)
    expect(answers.slice(-2)).toEqual([302, 429])
  })
})

describe('the claim', () => {
  test('before the shop is known connects nothing yet, and has it found out for who claimed', async () => {
    const id = await pending()
    const answer = await claim(id)
    expect(answer.json().data).toMatchObject({ id, status: 'claimed', domain: null, shop_id: null })
    expect(await jobsNow()).toContainEqual(['installation.identify', id])
    expect((await claim(id)).statusCode).toBe(200)
    expect((await claim(id, await stage.issueKey())).statusCode).toBe(409)
    expect((await jobsNow()).map(([name]) => name)).not.toContain('shop.install')
  })

  test("of an account's own installation, whose job is enqueued, enqueues nothing more", async () => {
    const id = parameterOf(await back((await toConsent()).cookie), 'installation')
    expect((await claim(id)).statusCode).toBe(200)
    expect(await jobsNow()).toEqual([['shop.install', id]])
  })

  test('of one whose shop is known connects it', async () => {
    const id = await pending()
    await stage.db.installations.identify(id, { domain, tokens: TOKENS })
    const { data } = (await claim(id)).json()
    expect(data).toMatchObject({ domain, error: null })
    expect(await stage.db.shops.find(data.shop_id)).toMatchObject({ status: 'connecting', accountId: key.accountId })
    expect(await jobsNow()).toContainEqual(['shop.install', id])
  })

  test('of a shop that another account has is refused, and stays for who may have it', async () => {
    const owner = await stage.issueKey()
    await stage.db.shops.connect({ accountId: owner.accountId, platform: 'selected', domain })
    const id = await pending()
    await stage.db.installations.identify(id, { domain, tokens: TOKENS })
    expect((await claim(id)).json().type).toBe('urn:shopmirror:problem:shop-taken')
    expect((await claim(id, owner)).statusCode).toBe(200)
  })

  test('of one whose code was refused says to start again', async () => {
    const id = await pending()
    await stage.db.installations.fail(id, 'Begin the install again.')
    expect((await claim(id)).statusCode).toBe(410)
  })

  test('later than fifteen minutes is too late', async () => {
    const id = await pending()
    now += 901_000
    expect((await claim(id)).statusCode).toBe(410)
  })
})

test('why an installation failed is shown to its account only', async () => {
  const id = parameterOf(await back((await toConsent()).cookie), 'installation')
  await stage.db.installations.fail(id, 'The plan allows 0 shops.')
  expect(await installationsOf()).toMatchObject([{ id, shop_id: null, error: 'The plan allows 0 shops.' }])
  expect(await installationsOf(await stage.issueKey())).toEqual([])
})

test('while Redis is down the install continues, and its job waits in the outbox', async () => {
  const { cookie } = await toConsent()
  await withoutRedis(stage.redis, async () =>
    expect((await back(cookie)).headers.location).toContain('selected=connecting'),
  )
  expect(await stage.sql`select name from job_outbox`).toEqual([{ name: 'shop.install' }])
  expect((await back(cookie)).headers.location).toContain('reason=state')
})

test('of 300 odd ways back none makes anything, and none breaks anything', async () => {
  const { state, cookie } = await toConsent()
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed()),
    fc.constantFrom('', '\u0000', '%ff', state, 'x'.repeat(9_000)),
  )
  const name = fc.constantFrom('code', 'state', 'error', 'shop')
  const queries = fc.array(fc.tuple(name, odd), { maxLength: 4 }).map((pairs) => new URLSearchParams(pairs).toString())
  const signature = fc.oneof(
    fc.base64String({ maxLength: 60 }),
    fc.constantFrom('', '.', `.${cookie.split('.')[1]}`, `${cookie.split('.')[1]}.`, 'x.y.z'),
  )
  const cookies = signature.map((text) => `shopmirror_install=${state.slice(0, 42)}_${text.replace(/[^\w.+/=-]/g, '')}`)
  await fc.assert(
    fc.asyncProperty(queries, cookies, async (query, forged) => {
      const answer = await get(`selected/oauth/callback?${query}`, { cookie: forged })
      const begun = await get(`selected/oauth/begin/${encodeURIComponent(forged)}?${query}`)
      expect([answer.statusCode, begun.statusCode].every((status) => [302, 400, 403, 404].includes(status))).toBe(true)
      for (const { headers } of [answer, begun])
        if (headers.location) expect(headers.location).toContain('selected=error')
    }),
    { numRuns: 300, seed: 20_261_123 },
  )
  expect([await jobsNow(), await installationsOf()]).toEqual([[], []])
  expect((await back(cookie)).headers.location).toContain('selected=connecting')
})
