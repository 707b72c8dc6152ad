import { createHmac } from 'node:crypto'
import type { Platform } from '@shopmirror/platforms'
import { createInstall, parseDomain, settings } from '@shopmirror/platforms/shopify/testing'
import { afterAll, expect, test } from 'vitest'
import { signedPlatform } from './signed-platform.ts'
import { createStage } from './stage.ts'

const DOMAIN = 'minta-bolt.myshopify.com'
const callback = 'https://mirror.example.com/api/v1/shopify/oauth/callback'
const now = () => new Date('2026-11-23T10:00:00Z')
const parsed = settings.parse({
  ...{ SHOPIFY_CLIENT_ID: 'client', SHOPIFY_CLIENT_SECRETS: 'new-secret,old-secret', SHOPIFY_REDIRECT_URL: callback },
})

/** The platform's rules of an install; the shop is not called here. */
const platformWith = (id: string, own: typeof parsed): Platform => ({
  ...signedPlatform,
  ...{ id, parseDomain },
  install: createInstall(own, now),
})
const stage = await createStage({
  platforms: [platformWith('shopify', parsed), platformWith('redirectless', { ...parsed, SHOPIFY_REDIRECT_URL: '' })],
  settings: { dashboardUrl: 'https://app.example.com/dashboard' },
  now,
})
afterAll(() => stage[Symbol.asyncDispose]())

interface Signing {
  secret?: string
  ageSeconds?: number
}

/** As the platform signs: sorted, without `hmac`, in lower-case hex. */
function signed(parameters: Record<string, string>, { secret = 'new-secret', ageSeconds = 0 }: Signing = {}): string {
  const timestamp = String(Math.floor(now().getTime() / 1_000) - ageSeconds)
  const sorted = Object.entries({ shop: DOMAIN, timestamp, ...parameters }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const message = sorted.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${message}&hmac=${createHmac('sha256', secret).update(message).digest('hex')}`
}

let addresses = 0
function get(path: string, cookie?: string) {
  addresses += 1
  return stage.app.inject({
    ...{ url: `/api/v1/shopify/oauth/${path}`, remoteAddress: `10.1.0.${addresses}` },
    headers: { accept: 'application/json', ...(cookie && { cookie }) },
  })
}
const authorize = async (shop: string, platform = 'shopify') =>
  stage.app.inject({
    url: `/api/v1/${platform}/oauth/authorize?shop=${encodeURIComponent(shop)}`,
    headers: (await stage.issueKey()).headers,
  })
const stateOf = (address: string) => new URL(address).searchParams.get('state') ?? ''

test.each(['minta-bolt', 'MINTA-BOLT.myshopify.com', 'https://minta-bolt.myshopify.com/admin'])(
  'authorize sends %s to its own consent page, with what the app asks for',
  async (shop) => {
    const url = new URL((await authorize(shop)).json().data.authorize_url)
    expect(url.origin + url.pathname).toBe(`https://${DOMAIN}/admin/oauth/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ client_id: 'client', scope: parsed.SHOPIFY_SCOPES.join(','), redirect_uri: callback },
      state: expect.stringMatching(/^[\w-]{43}$/),
    })
  },
)

test.each(['minta-bolt.myshopify.com.evil.example', 'evil.example', 'minta_bolt!', '-bolt.myshopify.com'])(
  'authorize sends nobody to %s',
  async (shop) => {
    const answer = await authorize(shop)
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, 'querystring.shop'])
  },
)

test('a missing redirect address is named', async () => {
  const answer = await authorize('minta-bolt', 'redirectless')
  expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('SHOPIFY_REDIRECT_URL')])
})

test.each([
  ['the current secret', { secret: 'new-secret' }],
  ['the one before it', { secret: 'old-secret' }],
])('an install begun with us comes back signed with %s', async (_name, signing) => {
  const key = await stage.issueKey()
  const url = `/api/v1/shopify/oauth/authorize?shop=${DOMAIN}`
  const { authorize_url: address } = (await stage.app.inject({ url, headers: key.headers })).json().data
  const query = signed({ code: 'c0de', state: stateOf(address), host: 'YWRtaW4' }, signing)
  expect((await get(`callback?${query}`)).headers.location).toContain('shopify=connected')
  const shop = await stage.db.shops.findConnected('shopify', DOMAIN)
  expect(shop).toMatchObject({ accountId: key.accountId })
  await stage.db.shops.uninstall(shop?.id ?? '', { reason: 'test', dueAt: now() })
})

test('opened in the admin, an unknown shop goes to the consent and comes back to be claimed', async () => {
  const opened = await get(`entry?${signed({ host: 'YWRtaW4', locale: 'hu-HU' })}`)
  const address = String(opened.headers.location)
  expect(new URL(address).host).toBe(DOMAIN)
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  const query = signed({ code: 'c0de', state: stateOf(address) })
  expect((await get(`callback?${query}`, cookie)).headers.location).toMatch(/tab=shopify&sr_install=ins_/)
})

test.each([
  ['another secret', () => signed({ code: 'c0de', state: 'x' }, { secret: 'stolen' })],
  ['an old moment', () => signed({ code: 'c0de', state: 'x' }, { ageSeconds: 91 })],
  ['a changed shop', () => signed({ code: 'c0de', state: 'x' }).replace('minta-bolt', 'masik-bolt')],
  ['no code', () => signed({ state: 'x' })],
  ['no state', () => signed({ code: 'c0de' })],
])('a call back with %s is refused', async (_name, makeQuery) => {
  const answer = await get(`callback?${makeQuery()}`)
  expect([answer.statusCode, answer.json().type]).toEqual([403, 'urn:shopmirror:problem:bad-signature'])
})
