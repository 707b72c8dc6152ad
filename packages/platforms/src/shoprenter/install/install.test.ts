import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InboundRequest } from '../../contract/inbound.ts'
import { settings as schema } from '../settings.ts'
import { continueUrlOf } from './continue-url.ts'
import { verifyCall } from './install.ts'
import { parseShop } from './shop-name.ts'

const SECRET = 'sr-example-client-secret'
const settings = schema.parse({
  SHOPRENTER_CLIENT_ID: 'app',
  SHOPRENTER_CLIENT_SECRETS: SECRET,
  SHOPRENTER_APP_ID: '1042',
})
const AT = new Date(1_767_225_600_000)
const CODE = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const documented = '881de923d81d90502c181542a3ec7a6ffc303bd839606f16e3076dcdc29602c0'
const demos = 'f6942b69d416a9df34a1719fbee8284501bc83564ededc2ce45c1d521eef2335'

const verify = (query: string, now = AT, more: Partial<InboundRequest> = {}) =>
  verifyCall({ method: 'GET', query, headers: {}, body: Buffer.alloc(0), ...more }, settings, now)
const query = (hmac: string) => `shopname=minta-bolt&code=${CODE}&timestamp=1767225600&hmac=${hmac}`

describe('signed calls', () => {
  test.each([documented, demos, documented.toUpperCase()])('both orders of the parameters count: %s', (hmac) => {
    expect(verify(query(hmac))).toMatchObject({ ok: true, value: { domain: 'minta-bolt', code: CODE } })
  })

  test('the parameter may be spelled shopName, and may come as a form', () => {
    expect(verify(query(documented).replace('shopname', 'shopName')).ok).toBe(true)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(verify('', AT, { method: 'POST', headers, body: Buffer.from(query(documented)) }).ok).toBe(true)
  })

  test('a parameter that comes twice is refused, in whichever spelling and place', () => {
    for (const double of [
      'shopname=other',
      'shopName=minta-bolt',
      `code=${CODE}`,
      'timestamp=1767225600',
      `hmac=${documented}`,
    ]) {
      expect(verify(`${query(documented)}&${double}`)).toEqual({ ok: false, reason: 'malformed' })
    }
    const form = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('shopname=other'),
    }
    expect(verify(query(documented), AT, form)).toEqual({ ok: false, reason: 'malformed' })
  })

  test('five minutes old or ahead is fresh, a second more is stale', () => {
    for (const seconds of [-300, 300])
      expect(verify(query(documented), new Date(AT.getTime() + seconds * 1_000)).ok).toBe(true)
    for (const seconds of [-301, 301]) {
      expect(verify(query(documented), new Date(AT.getTime() + seconds * 1_000))).toEqual({
        ok: false,
        reason: 'stale',
      })
    }
  })

  test('without a secret in the settings nothing verifies', () => {
    const closed = schema.parse({ SHOPRENTER_CLIENT_ID: 'app' })
    expect(
      verifyCall({ method: 'GET', query: query(documented), headers: {}, body: Buffer.alloc(0) }, closed, AT).ok,
    ).toBe(false)
  })

  test('whatever is sent, the verdict is a value and never an exception; only the signed text is accepted', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat({ max: query(documented).length }), (noise, place) => {
        const mangled = `${query(documented).slice(0, place)}${noise}${query(documented).slice(place)}`
        const verdict = verify(mangled)
        if (verdict.ok) expect(verdict.value).toMatchObject({ domain: 'minta-bolt', code: CODE })
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('where the merchant goes next', () => {
  const canonical = 'https://minta-bolt.myshoprenter.hu/admin/app/1042'

  test.each([
    'https://minta-bolt.myshoprenter.hu/admin/app/1042',
    'https://www.shoprenter.hu/admin/app/1042',
    'https://bolt.shoprenter.hu/admin/app/1042',
  ])('into a shop admin: %s', (url) => {
    expect(continueUrlOf(url, 'minta-bolt', settings).href).toBe(url)
  })

  test.each([
    'http://minta-bolt.myshoprenter.hu/admin/app/1042',
    'https://evil.example/admin/app/1042',
    'https://minta-bolt.myshoprenter.hu.evil.example/admin/app/1042',
    'https://evilshoprenter.hu/admin/app/1042',
    'https://user@minta-bolt.myshoprenter.hu/admin/app/1042',
    'https://evil.example\\@minta-bolt.myshoprenter.hu/admin/app/1042',
    'https://minta-bolt.myshoprenter.hu:8443/admin/app/1042',
    'https://minta-bolt.myshoprenter.hu/admin/app/1042/../../logout',
    'https://minta-bolt.myshoprenter.hu/admin/app/1042?next=https://evil.example',
    'javascript:alert(1)',
    '//evil.example/admin/app/1042',
    '',
  ])('everything else leads to the canonical address: %s', (url) => {
    expect(continueUrlOf(url, 'minta-bolt', settings).href).toBe(canonical)
  })

  test('no input ever leads outside of the vendor', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.webUrl().map((url) => url.replace('://', '://minta.myshoprenter.hu@')),
        ),
        (url) => {
          expect(continueUrlOf(url, 'minta-bolt', settings).hostname).toMatch(/(^|\.)(my)?shoprenter\.hu$/)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

test.each([
  ['minta-bolt', 'minta-bolt'],
  ['Minta-Bolt.myshoprenter.hu', 'minta-bolt'],
  ['https://minta-bolt.myshoprenter.hu/admin', 'minta-bolt'],
  ['minta-bolt.api2.myshoprenter.hu', 'minta-bolt'],
  ['evil.example', null],
  ['-x', null],
  ['', null],
  ['x'.repeat(64), null],
])('a shop named %s is %s', (input, name) => {
  expect(parseShop(input)).toBe(name)
})
