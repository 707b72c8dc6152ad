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

test('digits within a text, after what encloses values elsewhere, stay part of it', () => {
  const id = fc.bigInt({ min: 10n ** 15n, max: 10n ** 20n })
  const piece = fc.oneof(fc.constantFrom(':', '[', ',', ' ', ']', '}', '"', '\\', '-', '1.'), id.map(String))
  const written = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(written, written, id, (key, text, large) => {
      const body = parse(`{"id" : ${large}, ${JSON.stringify(`k${key}`)}:${JSON.stringify(text)},"ids":[1,-${large}]}`)
      const exact = (value: bigint) => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value))
      expect(body).toEqual({
        id: exact(large),
        [`k${key}`]: text,
        ids: [1, large <= Number.MAX_SAFE_INTEGER ? -Number(large) : `-${large}`],
      })
    }),
    { numRuns: 1_000 },
  )
})

test.each(['', '{', '[]', 'null', '7', '"a"', '<xml/>', '{"a":01}', '{"a":01234567890123456789}'])(
  '%s is no body',
  (text) => {
    expect(parse(text)).toBeNull()
  },
)

test.each([null, '', 'abc', '1 or 1=1', '-1', '1.5', 'gid://shopify/Order/1?x=2', {}, []])('%j is no id', (value) => {
  expect(idOf(value)).toBeNull()
})
