import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signText } from '../testing/test-signer.ts'
import { findSignature } from './signature.ts'

const secret = 'sl-example-app-secret'
const timestamp = '1767225600'
/** `body` as it came, `text` as the sender signed it. */
function signedAs(body: string, text: string) {
  return findSignature(Buffer.from(body), { sign: signText(text, secret, timestamp), timestamp }, [secret])
}
const plain = { secretIndex: 0, escaping: 'plain' }

describe('published signatures', () => {
  test("SHOPLINE's own example is signed", () => {
    const body =
      '{"event":"Application","merchant_id":"5dad5d2604515400018dcc90","resource":{"_id":"607fd9c2ff790b001cd23353","merchant_id":"5dad5d2604515400018dcc90","updated_at":"2021-04-21T08:36:17.892Z"},"topic":"application/uninstall"}'
    const sign = 'ae8b68f6a26d8f95290c761d10dbce01c775fd4d734e942e643aee20c86ebf4b'
    const own = 'b5138dd0a7c04f674260e1d3b3a762347421396fc5fc1bee55a2c2653c4207bd'
    expect(findSignature(Buffer.from(body), { sign, timestamp: '1618994178' }, [own])).toEqual(plain)
    expect(findSignature(Buffer.from(body), { sign, timestamp: '1618994179' }, [own])).toBeNull()
  })

  test('objects inside arrays are sorted, arrays are not, nulls stay', () => {
    const body =
      '{"topic":"order/update","ts":"1767225600000000000","resource":{"total":{"dollars":10.5,"cents":1050},"paid":true,"note":null,"items":[{"qty":2,"name":"B"},{"qty":1,"name":"A"}],"_id":"bbbbbbbbbbbbbbbbbbbbbbbb"},"merchant_id":"aaaaaaaaaaaaaaaaaaaaaaaa","event":"Order"}'
    const sign = 'ef63c461a5979fb4d607498159138e57148b53ec470fe004a12cff220b273f9d'
    expect(findSignature(Buffer.from(body), { sign, timestamp }, [secret])).toEqual(plain)
  })

  test('texts are signed unescaped, however they were sent', () => {
    const body = String.raw`{"topic":"product\/update","event":"Product","merchant_id":"aaaaaaaaaaaaaaaaaaaaaaaa","resource":{"weight":0.1,"title_translations":{"zh-hant":"\u6e2c\u8a66 \u003cb\u003eA\u0026B\u003c/b\u003e","en":"Tom's \"tea\" / \u00e9"},"_id":"cccccccccccccccccccccccc"}}`
    const sign = 'e2dcdc289058083c3ee59e7569c724858c21481f415cb699c149f36eda1d3dff'
    expect(findSignature(Buffer.from(body), { sign, timestamp: '1767225601' }, [secret])).toEqual(plain)
  })
})

describe('spellings of the signed text', () => {
  const body = '{"b":"<é&\u2028🍵>","a":1}'

  test.each([
    ['plain', '{"a":1,"b":"<é&\u2028🍵>"}'],
    ['html', '{"a":1,"b":"\\u003cé\\u0026\\u2028🍵\\u003e"}'],
    ['ascii', '{"a":1,"b":"<\\u00e9&\\u2028\\ud83c\\udf75>"}'],
    ['html-ascii', '{"a":1,"b":"\\u003c\\u00e9\\u0026\\u2028\\ud83c\\udf75\\u003e"}'],
  ])('%s escaping is recognised and named', (escaping, text) => {
    expect(signedAs(body, text)).toEqual({ secretIndex: 0, escaping })
  })

  test('white space is not part of it', () => {
    expect(signedAs('{ "b" : [ 1 , 2 ],\n "a" : { } }', '{"a":{},"b":[1,2]}')).toEqual(plain)
  })

  test('numbers count as they were written, and as JavaScript prints them', () => {
    const written = '{"big":12345678901234567890,"e":1e2,"float":10.0,"minus":-0}'
    expect(signedAs(written, written)).toEqual(plain)
    expect(signedAs(written, '{"big":12345678901234567000,"e":100,"float":10,"minus":0}')).toEqual(plain)
    expect(signedAs(written, written.replace('7890,', '7891,'))).toBeNull()
  })

  test('keys like integers stand by size first, or among the others', () => {
    const sent = '{"b":{"9":1,"x":2,"10":3,"01":4}}'
    expect(signedAs(sent, '{"b":{"9":1,"10":3,"01":4,"x":2}}')).toEqual(plain)
    expect(signedAs(sent, '{"b":{"01":4,"10":3,"9":1,"x":2}}')).toEqual(plain)
    expect(signedAs(sent, '{"b":{"x":2,"9":1,"10":3,"01":4}}')).toBeNull()
  })

  test('keys are ordered by their code units, and none is lost for its name', () => {
    const sent = '{"é":1,"_":2,"Z":3,"a":4,"__proto__":{"b":1,"a":2},"":5}'
    expect(signedAs(sent, '{"":5,"Z":3,"_":2,"__proto__":{"a":2,"b":1},"a":4,"é":1}')).toEqual(plain)
  })

  test('arrays in arrays are walked too', () => {
    expect(
      signedAs('{"a":[[{"d":1,"c":[{"f":1,"e":null}]}],[]]}', '{"a":[[{"c":[{"e":null,"f":1}],"d":1}],[]]}'),
    ).toEqual(plain)
  })

  test('half a surrogate pair is escaped as JavaScript does', () => {
    expect(signedAs('{"a":"\\ud83c"}', '{"a":"\\ud83c"}')).toEqual(plain)
  })

  test('whatever JavaScript would sign is recognised, in any order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (object) => {
        expect(signedAs(JSON.stringify(object), JSON.stringify(sorted(object)))?.secretIndex).toBe(0)
      }),
    )
  })
})

describe('what is refused', () => {
  const signature = { sign: signText('{"a":1}', secret), timestamp }
  const find = (body: string | Buffer, secrets = [secret]) => findSignature(Buffer.from(body), signature, secrets)

  test('every changed value, key or type', () => {
    expect(find('{"a":1}')).toEqual(plain)
    for (const changed of ['{"a":2}', '{"A":1}', '{"a":"1"}', '{"a":[1]}', '{"a":1,"b":null}', '{}'])
      expect(find(changed), changed).toBeNull()
  })

  test('a body that is no JSON object, never thrown', () => {
    for (const text of ['', 'null', '1', '[]', '"a"', '{"a":1', '{"a":1}}', '\ufeff{"a":1}', 'a=1', '{"a":NaN}'])
      expect(signedAs(text, text), text).toBeNull()
    expect(find(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeNull()
  })

  test('a body nested without end, never thrown', () => {
    const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    expect(signedAs(deep, deep)).toBeNull()
  })

  test('everything, where there is no secret or an empty one', () => {
    expect(find('{"a":1}', [])).toBeNull()
    expect(findSignature(Buffer.from('{"a":1}'), { sign: signText('{"a":1}', ''), timestamp }, [''])).toBeNull()
  })

  test('all secrets but those given; which one signed is told', () => {
    expect(find('{"a":1}', ['other'])).toBeNull()
    expect(find('{"a":1}', ['other', secret])).toEqual({ secretIndex: 1, escaping: 'plain' })
  })
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const)
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}
