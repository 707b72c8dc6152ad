import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKeyring } from './keyring.ts'

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [newer, older] = [key('2026b'), key('2026a')]
const ring = createKeyring(`${newer},${older}`)

test('what was encrypted opens at its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, place) => {
      expect(ring.decrypt(ring.encrypt(text, place), place)).toBe(text.toWellFormed())
    }),
  )
})

test('the same text is never encrypted to the same', () => {
  const sealed = Array.from({ length: 200 }, () => ring.encrypt('secret', 'shp_1:tokens'))
  expect(new Set(sealed).size).toBe(200)
})

test('a ciphertext names its format and its key, and nothing of its text', () => {
  expect(ring.encrypt('secret', 'shp_1:tokens')).toMatch(/^v1\.2026b\.[\w-]{40,}$/)
})

test('a ciphertext moved to another shop or another column does not open', () => {
  const sealed = ring.encrypt('secret', 'shp_1:tokens')
  expect(() => ring.decrypt(sealed, 'shp_2:tokens')).toThrow('cannot be decrypted with the key "2026b"')
  expect(() => ring.decrypt(sealed, 'shp_1:ownApp')).toThrow('changed or moved')
})

test('one changed character anywhere is refused', () => {
  const sealed = ring.encrypt('secret', 'shp_1:tokens')
  for (let place = 0; place < sealed.length; place++) {
    for (const other of ['A', 'B', '.', '=']) {
      if (sealed[place] === other) continue
      const changed = `${sealed.slice(0, place)}${other}${sealed.slice(place + 1)}`
      expect(() => ring.decrypt(changed, 'shp_1:tokens'), changed).toThrow()
    }
  }
})

test('a shortened or lengthened ciphertext is refused', () => {
  const sealed = ring.encrypt('secret', 'shp_1:tokens')
  for (let length = 0; length < sealed.length; length++) {
    expect(() => ring.decrypt(sealed.slice(0, length), 'shp_1:tokens')).toThrow()
  }
  for (const more of ['A', '=', '.x', ' ']) expect(() => ring.decrypt(`${sealed}${more}`, 'shp_1:tokens')).toThrow()
})

test('every key of the ring opens what it encrypted, the first one encrypts', () => {
  const before = createKeyring(older).encrypt('secret', 'here')
  expect(ring.decrypt(before, 'here')).toBe('secret')
  expect(ring.isCurrent(before)).toBe(false)
  expect(ring.isCurrent(ring.encrypt('secret', 'here'))).toBe(true)
})

test('a missing key is named, with what to do', () => {
  const before = createKeyring(older).encrypt('secret', 'here')
  expect(() => createKeyring(newer).decrypt(before, 'here')).toThrow('lacks the key "2026a"')
})

test('another key of the same name does not open it', () => {
  const sealed = ring.encrypt('secret', 'here')
  expect(() => createKeyring(key('2026b')).decrypt(sealed, 'here')).toThrow('another key with the same id')
})

describe('a setting that is no ring is refused with what to do, and without the key', () => {
  test.each([
    ['nothing', ''],
    ['only commas', ' , '],
    ['no id', randomBytes(32).toString('base64')],
    ['too short', `a:${randomBytes(31).toString('base64')}`],
    ['too long', `a:${randomBytes(33).toString('base64')}`],
    ['no base64', `a:${'!'.repeat(44)}`],
    ['hex', `a:${randomBytes(32).toString('hex')}`],
    ['a point in the id', `a.b:${randomBytes(32).toString('base64')}`],
    ['a broken second', `${older},b:short`],
  ])('%s', (_name, setting) => {
    const secret = setting.split(':').at(-1) ?? ''
    expect(() => createKeyring(setting)).toThrow('openssl rand -base64 32')
    expect(() => createKeyring(setting)).not.toThrow(secret.length > 3 ? secret : 'no setting')
  })

  test('two keys of one name', () => {
    expect(() => createKeyring(`${key('a')},${key('a')}`)).toThrow('two keys with the same id')
  })
})
