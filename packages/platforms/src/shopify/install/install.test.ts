import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settings as schema } from '../settings.ts'
import { createInstall } from './install.ts'

const NOW = new Date('2026-01-02T08:00:00Z')
const SECONDS = NOW.getTime() / 1_000
const settings = schema.parse({
  SHOPIFY_CLIENT_ID: 'app',
  SHOPIFY_CLIENT_SECRETS: 'new-secret,old-secret',
  SHOPIFY_REDIRECT_URL: 'https://mirror.example.com/api/v1/shopify/oauth/callback',
})

interface Signing {
  secret?: string
  without?: string
}

function query(more: Record<string, string> = {}, { secret = 'new-secret', without = '' }: Signing = {}): string {
  const host = Buffer.from('admin.shopify.com/store/minta-bolt').toString('base64')
  const all = {
    code: 'one-time',
    host,
    shop: 'minta-bolt.myshopify.com',
    state: 'ours',
    timestamp: `${SECONDS}`,
    ...more,
  }
  const pairs = Object.entries(all)
    .filter(([name]) => name !== without)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const hmac = createHmac('sha256', secret).update(pairs.toSorted().join('&')).digest('hex')
  return [...pairs, `hmac=${hmac}`].join('&')
}

const request = (text: string) => ({ method: 'GET', query: text, headers: {}, body: Buffer.alloc(0) })
const installOf = (given: typeof settings) => createInstall(given, () => NOW)
const install = installOf(settings)
const callback = (text: string) => install.verifyCallback(request(text))
const entry = (text: string) => install.verifyEntry(request(text))
const consentUrl = (given: typeof settings, state = 's') =>
  installOf(given).consentUrl('minta-bolt.myshopify.com', state)

describe('the way to the consent', () => {
  test('it leads into the shop, says what is wanted and whereto, and asks for the token of the app', () => {
    const url = consentUrl(settings, 'ours')
    expect(url.origin + url.pathname).toBe('https://minta-bolt.myshopify.com/admin/oauth/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app',
      scope: 'read_products,read_inventory,read_locations,read_orders,read_fulfillments,read_customers',
      redirect_uri: 'https://mirror.example.com/api/v1/shopify/oauth/callback',
      state: 'ours',
    })
  })

  test('another admin address is used as it is given', () => {
    const given = { ...settings, SHOPIFY_ADMIN_URL: 'http://127.0.0.1:9/shopify/{shop}/' }
    expect(consentUrl(given).href).toMatch(
      /^http:\/\/127\.0\.0\.1:9\/shopify\/minta-bolt\.myshopify\.com\/admin\/oauth\/authorize\?/,
    )
  })

  test.each(['SHOPIFY_CLIENT_ID', 'SHOPIFY_REDIRECT_URL'])('without %s it says what to set', (name) => {
    expect(() => consentUrl({ ...settings, [name]: '' })).toThrow(`${name} is not set`)
  })

  test('more scopes are asked for by opening the app: only we can make the state that the consent needs', () => {
    expect(install.approveScopesUrl('minta-bolt.myshopify.com').href).toBe(
      'https://minta-bolt.myshopify.com/admin/apps/app',
    )
  })
})

describe('a signed call', () => {
  test('a callback names its shop, its code and our state', () => {
    expect(callback(query())).toEqual({
      ok: true,
      value: {
        ...{ domain: 'minta-bolt.myshopify.com', code: 'one-time', state: 'ours' },
        ...{ nonce: expect.stringMatching(/^[0-9a-f]{64}$/), passthrough: {} },
      },
    })
  })

  test('opening the app needs neither code nor state, and all that Shopify adds is signed too', () => {
    const opened = query({ embedded: '1', locale: 'hu', session: 'a b+c/d=' }, { without: 'code' })
    expect(entry(opened)).toMatchObject({ ok: true, value: { domain: 'minta-bolt.myshopify.com' } })
    expect(entry(opened.replace('locale=hu', 'locale=en'))).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('the old secret counts while it is listed, an unknown one never', () => {
    expect(callback(query({}, { secret: 'old-secret' })).ok).toBe(true)
    expect(callback(query({}, { secret: 'other' }))).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test.each([-3_600, -91, 91, 3_600])('%i seconds away it is stale', (seconds) => {
    expect(callback(query({ timestamp: `${SECONDS + seconds}` }))).toEqual({ ok: false, reason: 'stale' })
  })

  test.each([-90, 90])('%i seconds away it still counts', (seconds) => {
    expect(callback(query({ timestamp: `${SECONDS + seconds}` })).ok).toBe(true)
  })

  test.each(['code', 'shop', 'state', 'timestamp'])(
    'a callback without %s is malformed, however well it is signed',
    (without) => {
      expect(callback(query({}, { without }))).toEqual({ ok: false, reason: 'malformed' })
    },
  )

  test.each([
    [{ shop: 'minta-bolt.myshopify.com.example.com' }],
    [{ shop: 'minta-bolt.example.com' }],
    [{ shop: 'minta-bolt' }],
    [{ timestamp: 'soon' }],
    [{ timestamp: '1e9' }],
    [{ extra: 'x'.repeat(8_192) }],
  ])('%j is malformed', (more) => {
    expect(callback(query(more))).toEqual({ ok: false, reason: 'malformed' })
  })

  test('without a signature it is unsigned', () => {
    expect(callback('shop=minta-bolt.myshopify.com&code=a&state=b&timestamp=1')).toEqual({
      ok: false,
      reason: 'unsigned',
    })
  })

  test('with no secret set, or an empty one, nothing is accepted', () => {
    const none = schema.parse({ SHOPIFY_CLIENT_SECRETS: ' , ' })
    expect(installOf(none).verifyCallback(request(query({}, { secret: '' }))).ok).toBe(false)
  })

  test('no forged, cut, doubled or spliced call is accepted', () => {
    const whole = query()
    const bytes = fc.constantFrom(...'x0=&%+;#[] ')
    const tampered = fc.oneof(
      fc.tuple(fc.nat(whole.length - 1), bytes).map(([at, byte]) => whole.slice(0, at) + byte + whole.slice(at + 1)),
      fc.nat(whole.length - 1).map((end) => whole.slice(0, end)),
      fc.nat(whole.length - 1).map((start) => whole.slice(start + 1)),
      fc.constantFrom(...whole.split('&')).map((pair) => `${whole}&${pair}`),
      fc.constantFrom(...whole.split('&')).map((pair) => `${whole}&signature=1&x${pair}`),
    )
    fc.assert(
      fc.property(tampered, (text) => {
        if (sameParameters(text, whole)) return
        expect(callback(text).ok, text).toBe(false)
        expect(entry(text).ok, text).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })
})

const sameParameters = (a: string, b: string) =>
  JSON.stringify([...new URLSearchParams(a)]) === JSON.stringify([...new URLSearchParams(b)])
