import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, parseBody } from './body.ts'

const parse = (text: string) => parseBody(Buffer.from(text))

test('ids beyond 2^53 keep every digit, anywhere in the body', () => {
  const body = parse('{"id":788032119674292922,"lines":[{"id":9007199254740993}],"ids":[18446744073709551615,7]}')
  expect(body).toEqual({
    ...{ id: '788032119674292922', lines: [{ id: '9007199254740993' }] },
    ids: ['18446744073709551615', 7],
  })
})

test('every whole number is read as the id it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (id) => {
      expect(idOf(parse(`{"id":${id}}`)?.id)).toBe(String(id))
      expect(idOf(`gid://shopify/Order/${id}`)).toBe(String(id))
    }),
  )
})

const scalar = fc.oneof(
  ...[fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)],
  fc.double({ noNaN: true, noInteger: true, noDefaultInfinity: true }),
)

test('what is no large number stays what it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), scalar), (value) => {
      const large = { ...value, '0123456789012345': '01234567890123456789' }
      expect(parse(JSON.stringify(large))).toEqual(JSON.parse(JSON.stringify(large)))
    }),
  )
})

test.each(['', '{', '[]', 'null', '7', '"a"', '<xml/>', '{"a":01}'])('%s is no body', (text) => {
  expect(parse(text)).toBeNull()
})

test.each([null, '', 'abc', '1 or 1=1', '-1', '1.5', 'gid://shopify/Order/1?x=2', {}, []])('%j is no id', (value) => {
  expect(idOf(value)).toBeNull()
})
