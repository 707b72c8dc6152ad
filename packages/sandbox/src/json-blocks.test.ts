import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonBlocks } from './json-blocks.ts'
import { exact } from './shopify/rest/json.ts'

const written = (body: unknown) => Buffer.concat(jsonBlocks(body)).toString()

test('blocks hold what JSON.stringify writes, whatever the object', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.date(), fc.string({ unit: 'binary' }))
  const body = fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(value, fc.array(value)))
  fc.assert(fc.property(fc.oneof(body, fc.jsonValue()), (any) => void expect(written(any)).toBe(JSON.stringify(any))))
})

test('ids of any length keep their digits, in a list and beside it', () => {
  const id = exact('16000000000000000041')
  expect(written({ id, orders: [id, { id }] })).toBe(
    '{"id":16000000000000000041,"orders":[16000000000000000041,{"id":16000000000000000041}]}',
  )
})

test('a long list with letters of three bytes fills several blocks', () => {
  const body = { orders: Array.from({ length: 2_000 }, (_, index) => ({ index, name: '台灣'.repeat(40) })) }
  expect(jsonBlocks(body).length).toBeGreaterThan(1)
  expect(written(body)).toBe(JSON.stringify(body))
})
