import { signedQuery } from '@shopmirror/sandbox/shoprenter/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INSTALLATION_PARAMETER } from '../src/ingress/redirect-urls.ts'
import { callbackQuery, entryQuery, signedPlatform } from './signed-platform.ts'
import { createStage, SHOPRENTER_SECRET, type Stage } from './stage.ts'
import { withoutRedis } from './without-redis.ts'

const dashboardUrl = 'https://app.example.com/dashboard'
const browser = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'hu' }
let now = Date.parse('2026-11-23T10:00:00Z')
let stage: Stage
let codes = 0

beforeAll(async () => {
  stage = await createStage({
    platforms: [signedPlatform, { ...signedPlatform, id: 'unset', configured: false }],
    settings: { dashboardUrl },
    now: () => new Date(now),
  })
})
afterAll(() => stage[Symbol.asyncDispose]())

let shops = 0
function newDomain(): string {
  shops += 1
  return `bolt-${shops}`
}

/** Signed as ShopRenter signs, each call with a new code. */
function signed(domain: string, more: Record<string, string> = {}, secret = SHOPRENTER_SECRET): string {
  codes += 1
  const timestamp = Math.floor(now / 1_000)
  const query = signedQuery({ shopname: domain, code: `c0de${codes}`, timestamp, secret, order: 'documented' })
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query.toString()
}

let addresses = 0
/** From a separate address, so that tests do not share a rate limit. */
function get(path: string, headers: Record<string, string> = browser) {
  addresses += 1
  return stage.app.inject({ url: path, headers, remoteAddress: `10.0.${addresses >> 8}.${addresses & 255}` })
}

const callback = (query: string) => get(`/api/v1/shoprenter/oauth/callback?${query}`)
const entry = (query: string) => get(`/api/v1/shoprenter/oauth/entry?${query}`)
const installationIn = (location: string | undefined) =>
  new URL(location ?? '', 'https://none.example.com').searchParams.get(INSTALLATION_PARAMETER)

async function install(domain: string): Promise<string> {
  const id = installationIn((await callback(signed(domain))).headers.location)
  if (!id) throw new Error('No installation came of it.')
  return id
}

const claim = (id: string, { headers }: { headers: { authorization: string } }) =>
  stage.app.inject({ method: 'POST', url: `/api/v1/installations/${id}/claim`, headers })

/** As if the process were killed at the commit of whatever writes to the table. */
async function refuseCommits(table: string): Promise<void> {
  await stage.sql.unsafe(`
    create function refuse_commit() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
    create constraint trigger refuse_commit after insert on ${table}
      deferrable initially deferred for each row execute function refuse_commit();`)
}
const allowCommits = (table: string) =>
  stage.sql.unsafe(`drop trigger refuse_commit on ${table}; drop function refuse_commit();`)

const outbox = () => stage.sql`select name, payload from job_outbox`

describe('an install that starts on the platform', () => {
  test("waits 15 minutes for an account, and the merchant goes to the app's page in the shop's own admin", async () => {
    const domain = newDomain()
    const answer = await callback(signed(domain, { app_url: `https://${domain}.myshoprenter.hu/admin/app/77` }))
    expect(answer.statusCode).toBe(302)
    const location = new URL(answer.headers.location ?? '')
    expect(location.origin + location.pathname).toBe(`https://${domain}.myshoprenter.hu/admin/app/77`)
    const pending = await stage.db.installations.find(installationIn(location.href) ?? '')
    expect(pending).toMatchObject({ domain, accountId: null, expiresAt: new Date(now + 15 * 60_000) })
    expect(pending?.code).not.toContain('c0de')
  })

  test.each([
    ['https://evil.example.com/admin/app/77'],
    ['//evil.example.com'],
    ['javascript:alert(1)'],
    ['https://bolt.myshoprenter.hu@evil.example.com/admin/app/77'],
  ])('never sends anybody to %s', async (appUrl) => {
    const domain = newDomain()
    const { headers } = await callback(signed(domain, { app_url: appUrl }))
    expect(new URL(headers.location ?? '').host).toBe(`${domain}.myshoprenter.hu`)
  })

  test('works once: the same link again is refused, and makes nothing', async () => {
    const query = signed(newDomain())
    expect((await callback(query)).statusCode).toBe(302)
    const again = await callback(query.replace(/hmac=(\w+)/, (_, hmac: string) => `hmac=${hmac.toUpperCase()}`))
    expect(again.statusCode).toBe(403)
    expect(again.headers.location).toBeUndefined()
  })

  test('broken off at its commit can be repeated with the same link', async () => {
    const query = signed(newDomain())
    await refuseCommits('installations')
    expect((await callback(query)).statusCode).toBe(500)
    await allowCommits('installations')
    expect((await callback(query)).statusCode).toBe(302)
    expect((await callback(query)).statusCode).toBe(403)
  })

  test('claimed while Redis is down is answered, and its install waits in the outbox', async () => {
    const id = await install(newDomain())
    const key = await stage.issueKey()
    await withoutRedis(stage.redis, async () => expect((await claim(id, key)).statusCode).toBe(200))
    expect(await outbox()).toContainEqual({ name: 'shop.install', payload: { installationId: id } })
  })

  test('a bad signature is a plain page for a person and a problem for a program', async () => {
    const query = signed(newDomain(), {}, 'another secret')
    const page = await callback(query)
    expect([page.statusCode, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8'])
    expect(page.body).toContain('Az aláírás érvénytelen')
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    const problem = await get(`/api/v1/shoprenter/oauth/callback?${query}`, { accept: 'application/json' })
    expect([problem.statusCode, problem.json().type]).toEqual([403, 'urn:shopmirror:problem:bad-signature'])
  })

  test('a stale signature is refused', async () => {
    const query = signed(newDomain())
    now += 301_000
    expect((await callback(query)).statusCode).toBe(403)
  })

  test('ten callbacks a minute from one address, then 429 with the time to wait', async () => {
    const answers = []
    for (let index = 0; index < 11; index++)
      answers.push(
        await stage.app.inject({
          url: `/api/v1/shoprenter/oauth/callback?${signed(newDomain())}`,
          remoteAddress: '10.9.9.9',
        }),
      )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array(10).fill(302), 429])
    expect(answers[10]?.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '0' })
    expect(Number(answers[10]?.headers['retry-after'])).toBeGreaterThan(0)
    expect(answers[10]?.json().type).toBe('urn:shopmirror:problem:too-many-requests')
  })
})

describe('opening the app', () => {
  test('redirects to the dashboard with the returned installation', async () => {
    const domain = newDomain()
    const id = await install(domain)
    const { statusCode, headers } = await entry(signed(domain, { [INSTALLATION_PARAMETER]: id }))
    expect(statusCode).toBe(302)
    expect(headers.location).toBe(`${dashboardUrl}/settings?tab=shoprenter&sr_install=${id}`)
  })

  test("believes no installation of another shop's", async () => {
    const foreign = await install(newDomain())
    const domain = newDomain()
    const own = await install(domain)
    const { headers } = await entry(signed(domain, { [INSTALLATION_PARAMETER]: foreign }))
    expect(installationIn(headers.location)).toBe(own)
  })

  test('starts a new installation when the previous one expired unclaimed', async () => {
    const domain = newDomain()
    const expired = await install(domain)
    now += 16 * 60_000
    const { headers } = await entry(signed(domain, { [INSTALLATION_PARAMETER]: expired }))
    const renewed = installationIn(headers.location) ?? ''
    expect(renewed).not.toBe(expired)
    expect((await claim(renewed, await stage.issueKey())).statusCode).toBe(200)
  })

  test('leads a connected shop to the dashboard, with nothing to claim', async () => {
    const domain = newDomain()
    await stage.connectShop((await stage.issueKey()).accountId, domain)
    const { headers } = await entry(signed(domain))
    expect(headers.location).toBe(`${dashboardUrl}/settings?tab=shoprenter&shop=${domain}`)
  })

  test('works once for each link', async () => {
    const query = signed(newDomain())
    expect((await entry(query)).statusCode).toBe(302)
    expect((await entry(query)).statusCode).toBe(403)
  })

  test("without a dashboard shows a page that only the shop's own admin may frame", async () => {
    await using plain = await createStage({ now: () => new Date(now) })
    const domain = newDomain()
    const url = `/api/v1/shoprenter/oauth/entry?${signed(domain)}`
    const page = await plain.app.inject({ url, headers: { ...browser, 'accept-language': 'de' } })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Fast fertig')
    expect(page.body).toMatch(/ins_\w+/)
    expect(page.headers['content-security-policy']).toContain(`frame-ancestors https://${domain}.myshoprenter.hu`)
    expect(page.headers['x-frame-options']).toBeUndefined()
  })
})

describe('opening the app without a dashboard', () => {
  test('shows that the shop is being connected until its install has succeeded', async () => {
    await using plain = await createStage({ now: () => new Date(now) })
    const domain = newDomain()
    const { accountId } = await plain.issueKey()
    const { shop } = await plain.db.shops.connect({ accountId, platform: 'shoprenter', domain })
    const open = async () =>
      (await plain.app.inject({ url: `/api/v1/shoprenter/oauth/entry?${signed(domain)}`, headers: browser })).body
    expect(await open()).toContain('A bolt csatlakoztatása folyamatban van')
    await plain.db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
    expect(await open()).toContain('csatlakoztatva van')
  })
})

describe('claiming', () => {
  test('begins with a look at which shop it is, as long as nobody else has it', async () => {
    const domain = newDomain()
    const id = await install(domain)
    const look = async ({ headers }: { headers: { authorization: string } }) =>
      stage.app.inject({ url: `/api/v1/installations/${id}`, headers })
    const [owner, other] = [await stage.issueKey(), await stage.issueKey()]
    expect((await look(other)).json().data).toMatchObject({ id, domain, platform: 'shoprenter', status: 'pending' })
    await claim(id, owner)
    expect((await look(owner)).json().data).toMatchObject({ status: 'claimed' })
    expect((await look(other)).statusCode).toBe(404)
  })

  test('connects the shop and has it installed', async () => {
    const key = await stage.issueKey()
    const id = await install(newDomain())
    const answer = await claim(id, key)
    expect(answer.statusCode).toBe(200)
    const shop = await stage.db.shops.find(answer.json().data.shop_id)
    expect(shop).toMatchObject({ accountId: key.accountId, status: 'connecting' })
    const jobs = await stage.queues.shops.getJobs(['waiting'])
    expect(jobs.map(({ name, data }) => [name, data])).toContainEqual(['shop.install', { installationId: id }])
  })

  test('again by the same account is the same answer', async () => {
    const key = await stage.issueKey()
    const id = await install(newDomain())
    const first = await claim(id, key)
    const second = await claim(id, key)
    expect([second.statusCode, second.json()]).toEqual([200, first.json()])
  })

  test('by another account is refused', async () => {
    const id = await install(newDomain())
    await claim(id, await stage.issueKey())
    const answer = await claim(id, await stage.issueKey())
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:shopmirror:problem:installation-taken'])
  })

  test('after 15 minutes is too late', async () => {
    const id = await install(newDomain())
    now += 15 * 60_000 + 1
    expect((await claim(id, await stage.issueKey())).statusCode).toBe(410)
  })

  test('of nothing is not found', async () => {
    expect((await claim('ins_0000000000', await stage.issueKey())).statusCode).toBe(404)
  })

  test("of another account's shop is refused and leaves the installation to who may have it", async () => {
    const domain = newDomain()
    const owner = await stage.issueKey()
    await stage.connectShop(owner.accountId, domain)
    const id = await install(domain)
    const refused = await claim(id, await stage.issueKey())
    expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:shopmirror:problem:shop-taken'])
    expect((await claim(id, owner)).statusCode).toBe(200)
  })

  test("beyond the plan's shops is refused, and nothing is connected", async () => {
    await stage.sql`insert into plans (id, max_shops) values ('one', 1) on conflict do nothing`
    const { id: accountId } = await stage.db.accounts.create({ name: 'small', planId: 'one' })
    const key = await stage.issueKey('member', accountId)
    expect((await claim(await install(newDomain()), key)).statusCode).toBe(200)
    const answer = await claim(await install(newDomain()), key)
    expect([answer.statusCode, answer.json().type]).toEqual([402, 'urn:shopmirror:problem:plan-limit'])
    expect(await stage.db.shops.list({ accountId, limit: 10 })).toHaveLength(1)
  })

  test('of a re-install is the same shop; after an uninstall it is a new one and the old grant is dead', async () => {
    const key = await stage.issueKey()
    const domain = newDomain()
    const first = await install(domain)
    const shopId = (await claim(first, key)).json().data.shop_id
    expect((await claim(await install(domain), key)).json().data.shop_id).toBe(shopId)

    await get(`/webhooks/shoprenter/uninstall?${signed(domain)}`)
    expect((await claim(first, key)).statusCode).toBe(410)
    const renewed = (await claim(await install(domain), key)).json().data.shop_id
    expect(renewed).not.toBe(shopId)
  })
})

describe('an install that starts with us', () => {
  const authorize = (headers: { authorization: string }, shop = 'minta', platform = 'signed') =>
    stage.app.inject({ url: `/api/v1/${platform}/oauth/authorize?shop=${shop}`, headers })

  async function begin(key: { headers: { authorization: string } }, shop: string): Promise<string> {
    const { authorize_url: url } = (await authorize(key.headers, shop)).json().data
    return new URL(url).searchParams.get('state') ?? ''
  }
  const stateOf = async (platform: string, domain: string) => {
    const { accountId } = await stage.issueKey()
    return stage.db.oauthStates.create({ platform, domain, accountId, ttlMs: 60_000 })
  }
  const back = (query: string) => get(`/api/v1/signed/oauth/callback?${query}`)

  test('connects the shop for the account that started it, once', async () => {
    const key = await stage.issueKey()
    const domain = newDomain()
    const state = await begin(key, domain)
    const answer = await back(callbackQuery(domain, state))
    expect(answer.headers.location).toBe(`${dashboardUrl}/settings?tab=signed&signed=connected`)
    expect(await stage.db.shops.findConnected('signed', domain)).toMatchObject({ accountId: key.accountId })
    const again = await back(callbackQuery(domain, state))
    expect(again.headers.location).toBe(`${dashboardUrl}/settings?tab=signed&signed=error&reason=state`)
  })

  test('broken off at its commit can be repeated: the state is unspent and no shop is connected', async () => {
    const domain = newDomain()
    const query = callbackQuery(domain, await begin(await stage.issueKey(), domain))
    await refuseCommits('installations')
    expect((await back(query)).statusCode).toBe(500)
    expect(await stage.db.shops.findConnected('signed', domain)).toBeNull()
    await allowCommits('installations')
    expect((await back(query)).headers.location).toContain('signed=connected')
  })

  test('while Redis is down connects the shop, and its install job waits in the outbox', async () => {
    const domain = newDomain()
    const query = callbackQuery(domain, await begin(await stage.issueKey(), domain))
    await withoutRedis(stage.redis, async () =>
      expect((await back(query)).headers.location).toContain('signed=connected'),
    )
    const [installation] = await stage.sql`select id from installations where domain = ${domain}`
    expect(await outbox()).toContainEqual({ name: 'shop.install', payload: { installationId: installation?.id } })
  })

  test.each([
    ['a state nobody made', async () => 'made-up'],
    ["another shop's state", async () => begin(await stage.issueKey(), 'other-shop')],
    ["another platform's state", async (domain: string) => stateOf('unset', domain)],
  ])('%s connects nothing', async (_name, makeState) => {
    const domain = newDomain()
    const { headers } = await back(callbackQuery(domain, await makeState(domain)))
    expect(headers.location).toContain('signed=error&reason=state')
    expect(await stage.db.shops.findConnected('signed', domain)).toBeNull()
  })

  test('a state is good for ten minutes', async () => {
    const domain = newDomain()
    const state = await begin(await stage.issueKey(), domain)
    now += 10 * 60_000 + 1
    expect((await back(callbackQuery(domain, state))).headers.location).toContain('reason=state')
  })

  test("another account's shop stays with it", async () => {
    const domain = newDomain()
    const state = await begin(await stage.issueKey(), domain)
    await stage.db.shops.connect({ accountId: (await stage.issueKey()).accountId, platform: 'signed', domain })
    expect((await back(callbackQuery(domain, state))).headers.location).toContain('signed=error&reason=shop-taken')
  })

  test('needs a key, a valid shop, and a platform where installs can start with us', async () => {
    const { headers } = await stage.issueKey()
    expect((await stage.app.inject('/api/v1/signed/oauth/authorize?shop=minta')).statusCode).toBe(401)
    expect((await authorize(headers, 'no%20shop')).statusCode).toBe(400)
    const elsewhere = await authorize(headers, 'minta', 'shoprenter')
    expect([elsewhere.statusCode, elsewhere.json().type]).toEqual([404, 'urn:shopmirror:problem:install-in-admin'])
    const unset = await authorize(headers, 'minta', 'unset')
    expect([unset.statusCode, unset.json().type]).toEqual([404, 'urn:shopmirror:problem:app-not-configured'])
    expect((await authorize(headers, 'minta', 'nowhere')).statusCode).toBe(404)
  })

  test('five a minute for a caller', async () => {
    const { headers } = await stage.issueKey()
    const statuses = []
    for (let index = 0; index < 6; index++) statuses.push((await authorize(headers)).statusCode)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})

describe('an install that starts on a platform with a consent page', () => {
  const open = (domain: string) => get(`/api/v1/signed/oauth/entry?${entryQuery(domain)}`)
  const settings = (more: string) => `${dashboardUrl}/settings?tab=signed&${more}`

  /** As a browser does: goes where it is sent, with the cookie it was given. */
  async function consent(domain: string): Promise<{ state: string; cookie: string; setCookie: string }> {
    const { headers } = await open(domain)
    const state = new URL(headers.location ?? '').searchParams.get('state') ?? ''
    const setCookie = String(headers['set-cookie'])
    return { state, cookie: setCookie.split(';')[0] ?? '', setCookie }
  }
  const back = (domain: string, state: string, cookie?: string) =>
    get(`/api/v1/signed/oauth/callback?${callbackQuery(domain, state)}`, { ...browser, ...(cookie && { cookie }) })

  async function connect(domain: string) {
    const key = await stage.issueKey()
    const { state, cookie } = await consent(domain)
    const id = installationIn((await back(domain, state, cookie)).headers.location) ?? ''
    const shopId: string = (await claim(id, key)).json().data.shop_id
    await stage.db.shops.setAccess({ shopId, version: null, access: 'active' })
    return { key, shopId }
  }

  test('goes to the consent page, returns as an unclaimed installation, and is connected by the claim', async () => {
    const domain = newDomain()
    const { state, cookie, setCookie } = await consent(domain)
    expect(setCookie).toMatch(
      /^shopmirror_install=[\w-]{43}; Path=\/api\/v1; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(setCookie).not.toContain(state)
    const answer = await back(domain, state, cookie)
    const id = installationIn(answer.headers.location) ?? ''
    expect(answer.headers.location).toBe(settings(`sr_install=${id}`))
    expect(answer.headers['set-cookie']).toContain('Max-Age=0')
    expect(await stage.db.installations.find(id)).toMatchObject({
      ...{ platform: 'signed', domain, accountId: null, expiresAt: new Date(now + 15 * 60_000) },
    })
    expect(await stage.db.installations.readCode(id)).toBe('grant')

    const key = await stage.issueKey()
    expect((await claim(id, key)).statusCode).toBe(200)
    expect(await stage.db.shops.findConnected('signed', domain)).toMatchObject({ accountId: key.accountId })
  })

  test.each([
    ['a browser without the cookie', async () => undefined],
    ["a browser with another install's cookie", async () => (await consent(newDomain())).cookie],
    ['a browser with a made-up cookie', async () => `shopmirror_install=${'A'.repeat(43)}`],
  ])('%s cannot finish it, and the state is spent', async (_name, makeCookie) => {
    const domain = newDomain()
    const { state, cookie } = await consent(domain)
    const foreign = await back(domain, state, await makeCookie())
    expect(foreign.headers.location).toBe(settings('signed=error&reason=browser'))
    expect((await back(domain, state, cookie)).headers.location).toBe(settings('signed=error&reason=state'))
    expect(await stage.db.installations.latestPending('signed', domain)).toBeNull()
  })

  test('a call back without a state makes nothing', async () => {
    const domain = newDomain()
    const { headers } = await get(`/api/v1/signed/oauth/callback?${callbackQuery(domain)}`)
    expect(headers.location).toBe(settings('signed=error&reason=state'))
    expect(await stage.db.installations.latestPending('signed', domain)).toBeNull()
  })

  test('works once, and within ten minutes', async () => {
    const domain = newDomain()
    const first = await consent(domain)
    expect(installationIn((await back(domain, first.state, first.cookie)).headers.location)).toMatch(/^ins_/)
    expect((await back(domain, first.state, first.cookie)).headers.location).toContain('reason=state')
    const late = newDomain()
    const { state, cookie } = await consent(late)
    now += 10 * 60_000 + 1
    expect((await back(late, state, cookie)).headers.location).toContain('reason=state')
  })

  test('opened again before the claim leads to the same installation', async () => {
    const domain = newDomain()
    const { state, cookie } = await consent(domain)
    const id = installationIn((await back(domain, state, cookie)).headers.location)
    expect(installationIn((await open(domain)).headers.location)).toBe(id)
  })

  test('leads a connected shop to the dashboard, without a consent', async () => {
    const domain = newDomain()
    await connect(domain)
    const { headers } = await open(domain)
    expect(headers.location).toBe(settings(`shop=${domain}`))
    expect(headers['set-cookie']).toBeUndefined()
  })

  test.each([
    ['misses a scope', (id: string) => stage.db.shops.markMissingScope(id, 'read_orders')],
    [
      'is stuck in an install that failed',
      (id: string) => stage.db.shops.setAccess({ shopId: id, version: null, access: 'connecting', reason: 'Refused.' }),
    ],
  ])('asks the merchant again where the shop %s', async (_name, spoil) => {
    const domain = newDomain()
    const { shopId } = await connect(domain)
    await spoil(shopId)
    const { state, cookie } = await consent(domain)
    expect((await back(domain, state, cookie)).headers.location).toBe(settings('signed=connected'))
  })

  test('of a shop that shut us out renews the access of the account that has it', async () => {
    const domain = newDomain()
    const { key, shopId } = await connect(domain)
    await stage.db.shops.setAccess({ shopId, version: null, access: 'reauth_required', reason: 'Refused.' })
    const { state, cookie } = await consent(domain)
    expect((await back(domain, state, cookie)).headers.location).toBe(settings('signed=connected'))
    const [installation] = await stage.sql`
      select account_id, shop_id from installations where domain = ${domain} order by created_at desc, id desc limit 1`
    expect(installation).toEqual({ account_id: key.accountId, shop_id: shopId })
  })

  test('after an uninstall is a new shop, for the account that claims it', async () => {
    const domain = newDomain()
    const { shopId } = await connect(domain)
    await stage.db.shops.uninstall(shopId, { reason: 'test', dueAt: new Date(now) })
    const renewed = await connect(domain)
    expect(renewed.shopId).not.toBe(shopId)
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
  })
})

describe('uninstalling', () => {
  const uninstall = (query: string) => get(`/webhooks/shoprenter/uninstall?${query}`)

  async function connected() {
    const domain = newDomain()
    const shopId = await stage.connectShop((await stage.issueKey()).accountId, domain)
    const tokens = { accessToken: 'token', expiresAt: new Date(now + 3_600_000) }
    await stage.db.credentials.replace({ shopId, tokens })
    return { domain, shopId }
  }

  test('leaves no token when it answers, and books the erasure', async () => {
    const { domain, shopId } = await connected()
    expect((await uninstall(signed(domain))).statusCode).toBe(200)
    expect(await stage.db.credentials.read(shopId)).toBeNull()
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
    expect(await stage.db.erasures.find(shopId)).toMatchObject({ dueAt: new Date(now + 48 * 3_600_000) })
  })

  test('is taken by POST too, with the parameters in the body', async () => {
    const { domain, shopId } = await connected()
    const answer = await stage.app.inject({
      method: 'POST',
      url: '/webhooks/shoprenter/uninstall',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: signed(domain),
    })
    expect(answer.statusCode).toBe(200)
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
  })

  test('is answered with 200 again, and for an unknown shop', async () => {
    const { domain } = await connected()
    const query = signed(domain)
    for (const each of [query, query, signed(domain), signed('never-seen')])
      expect((await uninstall(each)).statusCode).toBe(200)
  })

  test('repeated after a re-install does not end the new connection', async () => {
    const { domain } = await connected()
    const query = signed(domain)
    await uninstall(query)
    const renewed = await stage.connectShop((await stage.issueKey()).accountId, domain)
    expect((await uninstall(query)).statusCode).toBe(200)
    expect(await stage.db.shops.find(renewed)).toMatchObject({ status: 'active' })
  })

  test('broken off at its commit can be repeated with the same call', async () => {
    const { domain, shopId } = await connected()
    const query = signed(domain)
    await refuseCommits('erasures')
    expect((await uninstall(query)).statusCode).toBe(500)
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'active' })
    await allowCommits('erasures')
    expect((await uninstall(query)).statusCode).toBe(200)
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
  })

  test('that arrives twice concurrently disconnects the shop once, and both get 200', async () => {
    const { domain, shopId } = await connected()
    const query = signed(domain)
    const answers = await Promise.all([uninstall(query), uninstall(query), uninstall(query)])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(await stage.sql`select from erasures where shop_id = ${shopId}`).toHaveLength(1)
  })

  test('while Redis is down disconnects the shop, and the remaining job waits in the outbox', async () => {
    const { domain, shopId } = await connected()
    const query = signed(domain)
    await withoutRedis(stage.redis, async () => {
      expect((await uninstall(query)).statusCode).toBe(200)
      expect(await stage.db.credentials.read(shopId)).toBeNull()
    })
    expect(await outbox()).toContainEqual({ name: 'shop.uninstall', payload: expect.objectContaining({ shopId }) })
    expect((await uninstall(query)).statusCode).toBe(200)
  })

  test('is refused without a valid signature', async () => {
    const { domain, shopId } = await connected()
    expect((await uninstall(signed(domain, {}, 'another secret'))).statusCode).toBe(403)
    expect(await stage.db.shops.find(shopId)).toMatchObject({ status: 'active' })
  })
})
