import { expect, test } from 'vitest'
import { jsonBlocks } from './json-blocks.ts'
import { exact } from './shopify/rest/json.ts'

const written = (body: unknown) => Buffer.concat(jsonBlocks(body)).toString()

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
