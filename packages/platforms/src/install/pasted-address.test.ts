import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPlatforms } from '../index.ts'

const platforms = loadPlatforms({}, { now: () => new Date() })
const parse = (platform: string, input: string) => platforms.get(platform)?.parseDomain(input)

/** What every answer has to be, whatever was asked. */
const strict: Record<string, RegExp> = {
  shoprenter: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  shopify: /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/,
  shopline: /^[0-9a-f]{24}$/,
}
/** A shop of each platform, and the host under which people know it. */
const shops = [
  { platform: 'shoprenter', domain: 'minta-bolt', host: 'minta-bolt.myshoprenter.hu' },
  { platform: 'shopify', domain: 'minta-bolt.myshopify.com', host: 'minta-bolt.myshopify.com' },
]

test('every platform has its strict pattern here', () => {
  expect(Object.keys(strict).sort()).toEqual([...platforms.keys()].sort())
})

describe.each(shops)('a shop of $platform at $host is found', ({ platform, domain, host }) => {
  test.each([
    host,
    host.toUpperCase(),
    `  ${host}\n`,
    `${host}.`,
    `${host}/`,
    `${host}:443`,
    `www.${host}`,
    `//${host}/`,
    `http://${host}`,
    `HTTPS://${host}/`,
    `https://${host}:8443/admin`,
    `http://${host}./admin/`,
    `https://${host}?x=y`,
    `https://${host}#top`,
    `https://${host}/admin/orders?selected=1&to=https://evil.example/#top`,
    `https://${host}/contact?mail=anna@example.com`,
  ])('in %j', (input) => {
    expect(parse(platform, input)).toBe(domain)
  })

  test('in whatever of these stands around it', () => {
    const word = fc.stringMatching(/^[a-z0-9_-]{1,12}$/)
    const pasted = fc.record({
      space: fc.constantFrom('', ' ', '\t', '\n'),
      scheme: fc.constantFrom('', 'http://', 'https://', '//', 'Https://'),
      www: fc.constantFrom('', 'www.'),
      dot: fc.constantFrom('', '.'),
      port: fc.option(fc.integer({ min: 1, max: 65_535 })),
      path: fc.array(word).map((parts) => parts.map((part) => `/${part}`).join('')),
      slash: fc.constantFrom('', '/'),
      query: fc.option(fc.tuple(word, word)),
      fragment: fc.option(word),
    })
    fc.assert(
      fc.property(pasted, ({ space, scheme, www, dot, port, path, slash, query, fragment }) => {
        const place = `${scheme}${www}${host}${dot}${port === null ? '' : `:${port}`}${path}${slash}`
        const more = `${query ? `?${query.join('=')}` : ''}${fragment === null ? '' : `#${fragment}`}`
        expect(parse(platform, `${space}${place}${more}${space}`)).toBe(domain)
      }),
    )
  })

  test.each([
    `https://${host}@evil.example`,
    `https://${host}:443@evil.example/`,
    `https://user@${host}`,
    `https://user:password@${host}/`,
    `evil.example/${host}`,
    `https://evil.example/?shop=${host}`,
    `https://evil.example#${host}`,
    `https://evil.example\\${host}`,
    `https://${host}\\@evil.example`,
    `${host}.evil.example`,
    `evil-${host}.example`,
    `https://${host.replace('.', '%2e')}`,
    `https://${host}%2eevil.example`,
    `https://${host.replace('minta', 'mıntа')}`,
    host.replace('bolt', 'bo\u212at'),
    `a.b.${host}`,
    `ftp://${host}`,
    `javascript://${host}/%0aalert(1)`,
    `https:${host}`,
    `https:///${host}`,
    `${host} evil.example`,
    `${host}\nevil.example`,
    `${host}\0`,
    `https://${host}:99999999`,
    `${host}:port`,
    `[${host}]`,
    '',
    '.',
    'https://',
  ])('and not in %j', (input) => {
    expect(parse(platform, input)).toBeNull()
  })
})

describe('addresses of a platform that are peculiar to it', () => {
  test.each([
    ['shopify', 'https://admin.shopify.com/store/minta-bolt/orders?x=1', 'minta-bolt.myshopify.com'],
    ['shopify', 'admin.shopify.com/store/Minta-Bolt', 'minta-bolt.myshopify.com'],
    ['shopify', 'https://admin.shopify.com:443/store/minta-bolt#top', 'minta-bolt.myshopify.com'],
    ['shopify', 'https://admin.shopify.com/store/', null],
    ['shopify', 'https://admin.shopify.com/minta-bolt', null],
    ['shopify', 'https://admin.shopify.com/store/evil.example%2f', null],
    ['shopify', 'https://admin.shopify.com.evil.example/store/minta-bolt', null],
    ['shopify', 'minta-bolt', 'minta-bolt.myshopify.com'],
    ['shopify', 'myshopify.com', null],
    ['shoprenter', 'https://minta-bolt.api2.myshoprenter.hu/api/orders', 'minta-bolt'],
    ['shoprenter', 'Minta-Bolt', 'minta-bolt'],
    ['shoprenter', 'https://www.shoprenter.hu', null],
    ['shoprenter', 'https://support.shoprenter.hu/admin', null],
    ['shoprenter', 'minta-bolt.hu', null],
    ['shopline', ' 5F1D7A2B3C4D5E6F7A8B9C0D ', '5f1d7a2b3c4d5e6f7a8b9c0d'],
    [
      'shopline',
      'https://developers.shoplineapp.com/oauth/authorize?merchant_id=5f1d7a2b3c4d5e6f7a8b9c0d',
      '5f1d7a2b3c4d5e6f7a8b9c0d',
    ],
    ['shopline', 'https://admin.shoplineapp.com/merchants/5f1d7a2b3c4d5e6f7a8b9c0d/', '5f1d7a2b3c4d5e6f7a8b9c0d'],
    ['shopline', 'https://admin.shoplineapp.com/admin/minta/orders/5f1d7a2b3c4d5e6f7a8b9c0d', null],
    ['shopline', 'https://evil.example/merchants/5f1d7a2b3c4d5e6f7a8b9c0d', null],
    ['shopline', 'https://5f1d7a2b3c4d5e6f7a8b9c0d', null],
  ])('%s: %j is %j', (platform, input, domain) => {
    expect(parse(platform, input)).toBe(domain)
  })
})

test.each([...platforms.keys()])('whatever is typed, what comes out for %s is strict', (platform) => {
  const hosts = ['minta', '.myshopify.com', '.myshoprenter.hu', 'admin.shopify.com', '/store/', 'shoplineapp.com']
  const marks = ['.', '/', '@', ':', '\\', '%2f', '#', '?', ' ', '\n', '\0', '[', 'https://', 'K', 'ß', 'merchants/']
  const parts = fc.constantFrom(...hosts, ...marks, '5f1d7a2b3c4d5e6f7a8b9c0d', 'merchant_id=')
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(parts, { maxLength: 8 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(typed, (input) => {
      const domain = parse(platform, input)
      expect(domain === null || strict[platform]?.test(domain ?? '')).toBe(true)
      // Made canonical once, it is canonical.
      if (domain) expect(parse(platform, domain)).toBe(domain)
    }),
    { numRuns: 2_000 },
  )
})
