import fc from 'fast-check'
import { expect, test } from 'vitest'
import { domainOf, parseDomain } from './shop-domain.ts'

test.each([
  'minta-bolt.myshopify.com',
  'https://minta-bolt.myshopify.com',
  'https://minta-bolt.myshopify.com/admin/products?selected=1#top',
  'minta-bolt.myshopify.com/',
  'admin.shopify.com/store/minta-bolt',
  'https://admin.shopify.com/store/minta-bolt/orders',
  'minta-bolt',
  '  Minta-Bolt.MyShopify.com ',
])('%s is a shop that people mean', (input) => {
  expect(parseDomain(input)).toBe('minta-bolt.myshopify.com')
})

test.each([
  '',
  '-minta',
  'minta_bolt',
  'minta bolt',
  'a'.repeat(64),
  'minta.example.com',
  'minta.myshopify.com.example.com',
  'minta.myshopify.com@example.com',
  'https://example.com/minta.myshopify.com',
  'https://user@minta.myshopify.com',
  'a.b.myshopify.com',
  'admin.shopify.com',
  'admin.shopify.com/store/',
  'admin.shopify.com.example.com/store/minta',
  'minta.myshopify.io',
  'javascript://minta.myshopify.com/',
  'minta.myshopify.com\nexample.com',
])('%j is no shop', (input) => {
  expect(parseDomain(input)).toBeNull()
})

test('any input ends in a host of the platform, or is refused', () => {
  const parts = fc.constantFrom(
    '.',
    '/',
    '@',
    ':',
    '\\',
    '%',
    '#',
    '?',
    ' ',
    'a',
    'minta',
    '.myshopify.com',
    'https://',
  )
  const typed = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 8 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(typed, (input) => {
      const domain = parseDomain(input)
      if (domain === null) return
      expect(new URL(`https://${domain}/admin`).host).toBe(domain)
      expect(domainOf(domain)).toBe(domain)
    }),
    { numRuns: 2_000 },
  )
})

test('a claimed domain is taken whole or not at all', () => {
  expect(domainOf('Minta.MyShopify.com')).toBe('minta.myshopify.com')
  for (const claimed of ['minta', 'https://minta.myshopify.com', 'minta.myshopify.com/', 'minta.myshopify.com\n'])
    expect(domainOf(claimed)).toBeNull()
})
