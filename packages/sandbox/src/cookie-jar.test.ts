import { describe, expect, test } from 'vitest'
import { createCookieJar, type Navigation } from './cookie-jar.ts'

const HOME = 'https://app.example.com/mirror/api/begin'

function jarWith(line: string, setAt = HOME) {
  let now = 0
  const jar = createCookieJar(() => now)
  jar.write(new URL(setAt), line)
  const read = (url: string, more: { from?: string; method?: Navigation['method'] } = {}) =>
    jar.read({ method: more.method ?? 'GET', url: new URL(url), from: more.from ? new URL(more.from) : null })
  const pass = (ms: number) => {
    now += ms
  }
  return { jar, read, pass }
}

describe('a cookie goes', () => {
  test.each([
    ['Path=/mirror', 'https://app.example.com/mirror', true],
    ['Path=/mirror', 'https://app.example.com/mirror/docs', true],
    ['Path=/mirror', 'https://app.example.com/mirrored', false],
    ['Path=/mirror', 'https://app.example.com/', false],
    ['Path=/', 'https://app.example.com/anything', true],
    // Without a path: the folder that it was set from.
    ['', 'https://app.example.com/mirror/api/end', true],
    ['', 'https://app.example.com/mirror/docs', false],
    // Without a domain: this host only.
    ['Path=/', 'https://other.example.com/', false],
    ['Path=/', 'https://sub.app.example.com/', false],
    ['Path=/; Domain=example.com', 'https://other.example.com/', true],
    ['Path=/; Domain=.example.com', 'https://other.example.com/', true],
    ['Path=/; Secure', 'http://app.example.com/', false],
    ['Path=/', 'http://app.example.com/', true],
    ['Path=/', 'https://app.example.com:8443/', true],
  ])('with %j to %s: %s', (attributes, url, goes) => {
    expect(jarWith(`a=1; ${attributes}`).read(url)).toBe(goes ? 'a=1' : '')
  })

  test.each([
    ['Strict', 'GET', false],
    ['Strict', 'POST', false],
    ['Lax', 'GET', true],
    ['Lax', 'POST', false],
    ['None; Secure', 'POST', true],
  ])('with SameSite=%s by %s from another site: %s', (sameSite, method, goes) => {
    const { read } = jarWith(`a=1; Path=/; SameSite=${sameSite}`)
    expect(read(HOME, { from: 'https://shop.example.org/', method })).toBe(goes ? 'a=1' : '')
    expect(read(HOME, { from: 'https://www.example.com/', method })).toBe('a=1')
    expect(read(HOME, { method })).toBe('a=1')
  })

  test('until it expires, and no longer', () => {
    const { read, pass } = jarWith('a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 2099 00:00:00 GMT')
    pass(9_999)
    expect(read(HOME)).toBe('a=1')
    pass(1)
    expect(read(HOME)).toBe('')
  })

  test('until it is replaced or deleted, at its own path', () => {
    const { jar, read } = jarWith('a=1; Path=/mirror')
    jar.write(new URL(HOME), 'a=2; Path=/mirror')
    jar.write(new URL(HOME), 'a=0; Path=/')
    expect(read(HOME)).toBe('a=2; a=0')
    jar.write(new URL(HOME), 'a=; Path=/; Max-Age=0')
    expect(read(HOME)).toBe('a=2')
    jar.write(new URL(HOME), 'a=; Path=/mirror; Expires=Thu, 01 Jan 1970 00:00:00 GMT')
    expect(read(HOME)).toBe('')
  })
})

test.each([
  ['a=1; Path=/; Domain=example.org'],
  ['a=1; Path=/; Domain=com'],
  ['a=1; Path=/; Domain=deeper.app.example.com'],
  ['a=1; Path=/; SameSite=None'],
  ['__Secure-a=1; Path=/'],
  ['__Host-a=1; Path=/mirror; Secure'],
  ['=1; Path=/'],
  ['a'],
])('%s is refused', (line) => {
  expect(jarWith(line).read('https://app.example.com/mirror/')).toBe('')
})

test('nothing secure is set over http', () => {
  expect(jarWith('a=1; Path=/; Secure', 'http://app.example.com/').read(HOME)).toBe('')
})

test.each(['http://127.0.0.1:3000/', 'http://localhost/', 'http://[::1]/'])('but at %s', (home) => {
  expect(jarWith('a=1; Path=/; Secure', home).read(home)).toBe('a=1')
})
