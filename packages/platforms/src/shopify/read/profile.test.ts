import { afterEach, expect, test } from 'vitest'
import { checkShop } from '../install/check.ts'
import { type OperationsServer, startOperations } from '../testing/operations-server.ts'
import { readClock } from './clock.ts'
import { factsOf, readProfile } from './profile.ts'

const DOMAIN = 'minta-bolt.myshopify.com'
let server: OperationsServer
afterEach(() => server.close())

const installation = (...scopes: string[]) => ({ accessScopes: scopes.map((handle) => ({ handle })) })
const shop = (countryCodeV2: string | null) => ({
  name: 'Minta Bolt',
  myshopifyDomain: DOMAIN,
  currencyCode: 'HUF',
  ianaTimezone: 'Europe/Budapest',
  taxesIncluded: true,
  shopAddress: { countryCodeV2 },
  plan: { publicDisplayName: 'Basic', partnerDevelopment: false },
})

test('a shop is described with what it granted, and what it did not', async () => {
  server = await startOperations({
    shop: () => shop('HU'),
    currentAppInstallation: () => installation('write_orders', 'read_products'),
  })
  const profile = await readProfile(server.api, ['read_products', 'read_orders', 'read_customers'])
  expect(profile).toEqual({
    name: 'Minta Bolt',
    currency: 'HUF',
    timezone: 'Europe/Budapest',
    locale: 'hu',
    missingScopes: ['read_customers'],
    facts: {
      scopes: ['write_orders', 'read_products'],
      plan: 'Basic',
      isDevelopment: false,
      country: 'HU',
      taxesIncluded: true,
    },
  })
  expect(factsOf(profile)).toEqual(profile.facts)
  expect(factsOf({ ...profile, facts: { scopes: 'all' } })).toBeNull()
})

test.each([
  [['read_locales'], 'HU', 'de'],
  [[], 'AT', 'de'],
  [[], null, 'en'],
])('the language, with scopes %j in %s, is %s', async (scopes, country, locale) => {
  server = await startOperations({
    shop: () => shop(country),
    currentAppInstallation: () => installation(...scopes),
    shopLocales: () => [
      { locale: 'hu', primary: false },
      { locale: 'de', primary: true },
    ],
  })
  expect((await readProfile(server.api, [])).locale).toBe(locale)
})

test("the clock is the platform's", async () => {
  server = await startOperations({ shop: () => ({ id: '1' }) }, { headers: { date: 'Mon, 23 Nov 2026 08:30:00 GMT' } })
  expect(await readClock(server.api, () => new Date(0))).toEqual(new Date('2026-11-23T08:30:00Z'))
})

const options = {
  domain: DOMAIN,
  version: '2026-10',
  wantedScopes: ['read_products', 'read_locations'],
  now: new Date('2026-11-23T08:00:00Z'),
}
const parts = async (changes: Partial<typeof options> = {}) =>
  (await checkShop(server.api, { ...options, ...changes })).map(({ part }) => part)

test('a connection that works has no findings', async () => {
  server = await startOperations({
    shop: () => ({ myshopifyDomain: DOMAIN }),
    currentAppInstallation: () => installation(...options.wantedScopes),
    locations: () => ({ nodes: [{ id: 'gid://shopify/Location/1' }] }),
  })
  expect(await parts()).toEqual([])
})

test('everything that is wrong is found at once', async () => {
  server = await startOperations(
    {
      shop: () => ({ myshopifyDomain: 'other.myshopify.com' }),
      currentAppInstallation: () => installation('read_locations'),
      locations: () => ({ nodes: [] }),
    },
    { headers: { 'x-shopify-api-version': '2026-01' } },
  )
  const now = new Date('2027-09-01T00:00:00Z')
  expect(await parts({ now })).toEqual(['domain', 'scope', 'version', 'version', 'location'])
})

test.each([
  [401, 'token'],
  [403, 'token'],
  [404, 'domain'],
])('a %i is about the %s', async (status, part) => {
  server = await startOperations({}, { status })
  expect(await parts()).toEqual([part])
})

test('a temporary error is not a finding', async () => {
  server = await startOperations({}, { status: 423 })
  await expect(parts()).rejects.toMatchObject({ kind: 'retryable' })
})
