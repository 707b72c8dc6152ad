import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAuthentic, parseQuery } from './query-hmac.ts'

const hmacOf = (message: string, secret = 'hush') => createHmac('sha256', secret).update(message).digest('hex')

function isAccepted(text: string, secrets = ['hush']): boolean {
  const query = parseQuery(text)
  return query !== null && isAuthentic(query, secrets)
}

describe('what Shopify publishes is accepted', () => {
  test.each([
    // The documentation's example of a callback.
    'code=0907a61c0c8d55e99db179b68161bc00&hmac=700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173',
    // https://github.com/Shopify/shopify_python_api/blob/main/test/session_test.py
    'shop=some-shop.myshopify.com&code=a94a110d86d2452eb3e2af4cfb8a3828&timestamp=1337178173&signature=6e39a2ea9e497af6cb806720da1f1bf3&hmac=2cb1a277650a659f1b11e92a4a64275b128e037f2c3390e3c8fd2d8721dac9e2',
    'shop=some-shop.myshopify.com&ids[]=2&ids[]=1&hmac=b93b9f82996f6f8bf9f1b7bbddec284c8fabacdc4e12dc80550b4705f3003b1e',
  ])('%s', (text) => {
    expect(isAccepted(text)).toBe(true)
    expect(isAccepted(text, ['new', 'hush'])).toBe(true)
    expect(isAccepted(text, ['hush2'])).toBe(false)
    expect(isAccepted(text, [])).toBe(false)
  })

  test('delimiters inside of names and values are escaped before they are signed', () => {
    const hmac = hmacOf('a=1%26b=2&c%3D3%26d=4', 'secret')
    expect(isAccepted(`a=1%26b%3D2&c%3D3%26d=4&hmac=${hmac}`, ['secret'])).toBe(true)
    expect(isAccepted(`a=1&b=2&c%3D3%26d=4&hmac=${hmac}`, ['secret'])).toBe(false)
  })
})

test.each([
  ['host=YWJjZA==', 'a host that ends in =, as it is'],
  ['host=YWJjZA%3D%3D', 'the same, encoded'],
  ['ids%5B%5D=2&ids%5B%5D=1', 'a list in pairs'],
  ['ids=["2", "1"]', 'a list in JSON'],
])('%s may be what was signed: %s', (signed) => {
  const text = signed.startsWith('ids') ? 'ids%5B%5D=2&ids%5B%5D=1' : signed
  expect(isAccepted(`${text}&shop=a&hmac=${hmacOf(`${signed}&shop=a`)}`)).toBe(true)
})

test('a parameter that comes twice is refused, in every spelling of its name', () => {
  for (const text of ['shop=a&shop=a', 'shop=a&sh%6Fp=b', 'hmac=1&hmac=1', 'ids=1&ids[]=1'])
    expect(parseQuery(text)).toBeNull()
})

test('the signature is 64 lower-case hex digits and nothing else', () => {
  const hmac = hmacOf('shop=a')
  for (const given of [
    '',
    hmac.slice(1),
    `${hmac}0`,
    ` ${hmac}`,
    hmac.toUpperCase(),
    Buffer.from(hmac, 'hex').toString('base64'),
  ])
    expect(isAccepted(`shop=a&hmac=${encodeURIComponent(given)}`)).toBe(false)
  expect(isAccepted('shop=a')).toBe(false)
})

const name = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((text) => !text.includes('[') && !/^(hmac|signature)$/.test(text))
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('a&b=c', 'a%26b', '==', '[]', '["1", "2"]', ' ', '+'),
)
const parameters = fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, minLength: 1, maxLength: 5 })

/** As Shopify's JavaScript library writes what it signs. */
const written = (pairs: [string, string][]) =>
  new URLSearchParams(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))).toString().replaceAll('+', '%20')

test('a signed query is accepted whatever the order, and no other that differs in any parameter', () => {
  fc.assert(
    fc.property(parameters, parameters, fc.nat(), (pairs, others, turn) => {
      const signature: [string, string] = ['hmac', hmacOf(written(pairs))]
      const turned = [...pairs.slice(turn % pairs.length), ...pairs.slice(0, turn % pairs.length)]
      expect(isAccepted(written([...turned, signature]))).toBe(true)

      const differs = JSON.stringify(pairs.toSorted()) !== JSON.stringify(others.toSorted())
      if (differs) expect(isAccepted(written([...others, signature]))).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

test('a query cut anywhere, or with its parameters re-encoded into one another, is refused', () => {
  fc.assert(
    fc.property(parameters, fc.nat(), (pairs, place) => {
      const whole = `hmac=${hmacOf(written(pairs))}&${written(pairs)}`
      const cut = whole.slice(0, place % whole.length)
      const same = JSON.stringify([...(parseQuery(cut) ?? [])]) === JSON.stringify([...(parseQuery(whole) ?? [])])
      expect(isAccepted(cut)).toBe(same)

      const [first = ['', '']] = pairs
      const swallowed = written([[first[0], `${first[1]}&${written(pairs.slice(1))}`]])
      if (pairs.length > 1) expect(isAccepted(`${swallowed}&hmac=${hmacOf(written(pairs))}`)).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})
