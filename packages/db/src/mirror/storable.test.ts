import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toStorableJson, toStorableText } from './storable.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\\', 'u0000', 'ud800', '\0', '\ud800', '\udc00', '😀', 'a') }),
)

test('what Postgres takes is left as it is', () => {
  const json = fc.jsonValue().filter((value) => !/\\u0000|\\u[dD][89a-fA-F]/.test(JSON.stringify(value)))
  fc.assert(
    fc.property(json, (value) => {
      expect(toStorableJson(value)).toBe(JSON.stringify(value))
    }),
  )
})

test('NUL is dropped and half a surrogate pair replaced, and only these', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const wanted = text.toWellFormed().replaceAll('\0', '')
      expect(toStorableText(text)).toBe(wanted)
    }),
  )
})

test('JSON loses the same characters, in values and in names, and stays JSON', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, value) => {
      const [found] = Object.entries(JSON.parse(toStorableJson({ [`k${name}`]: value })))
      // Beside a dropped NUL two halves may meet: each was replaced before.
      const wanted = (text: string) => text.toWellFormed().replaceAll('\0', '')
      expect(found).toEqual([`k${wanted(name)}`, wanted(value)])
    }),
  )
})

test('an escaped backslash before what looks like an escape is text', () => {
  expect(toStorableJson({ path: 'C:\\u0000' })).toBe('{"path":"C:\\\\u0000"}')
})

test('JSON text has no line break', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toStorableJson(value)).not.toMatch(/[\n\r]/)
    }),
  )
})
