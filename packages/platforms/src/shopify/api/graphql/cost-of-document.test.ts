import { parse, validate } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { readAdminSchema } from './admin-schema.ts'
import { costOfDocument } from './cost-of-document.ts'

let schema: ReturnType<typeof readAdminSchema>
beforeAll(() => {
  schema = readAdminSchema('2026-10')
})

const costOf = (text: string) => {
  const document = parse(text)
  expect(validate(schema, document)).toEqual([])
  return costOfDocument(document, schema)
}

test.each([
  ['250 flat orders', 13, '{ orders(first: 250) { nodes { id name } pageInfo { hasNextPage endCursor } } }'],
  ['250 orders with 250 lines', 156, '{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }'],
  [
    '250 products with 100 variants and their inventory items',
    233,
    '{ products(first: 250) { nodes { id variants(first: 100) { nodes { id inventoryItem { id sku } } } } } }',
  ],
  [
    '250 inventory items with 20 levels',
    200,
    `{ inventoryItems(first: 250) { nodes { id inventoryLevels(first: 20) { nodes {
      id quantities(names: ["available"]) { name quantity } location { id } } } } } }`,
  ],
  [
    '250 customers with e-mail and address',
    24,
    `{ customers(first: 250) { nodes { id defaultEmailAddress { emailAddress } defaultAddress { city } } } }`,
  ],
])('%s cost what was measured: %i', (_title, cost, text) => {
  expect(costOf(text)).toBe(cost)
})

test('money costs nothing, other objects one, lists one whatever their length', () => {
  const money = 'totalPriceSet { shopMoney { amount } presentmentMoney { amount } }'
  expect(costOf(`{ order(id: "1") { id ${money} } }`)).toBe(1)
  expect(costOf(`{ order(id: "1") { id customer { id } fulfillments { id trackingInfo { number } } } }`)).toBe(4)
})

test('a count at the root costs ten', () => {
  expect(costOf('{ productsCount(limit: null) { count } ordersCount { count } }')).toBe(20)
})

test('a mutation costs ten with the objects right in its payload', () => {
  expect(
    costOf(
      'mutation { bulkOperationRunQuery(query: "", groupObjects: false) { bulkOperation { id } userErrors { message } } }',
    ),
  ).toBe(10)
})

test('nodes and edges are paid for both', () => {
  expect(costOf('{ orders(first: 1) { nodes { customer { id } } } }')).toBe(4)
  expect(costOf('{ orders(first: 1) { nodes { customer { id } } edges { node { customer { id } } } } }')).toBe(5)
})

test('of many kinds the dearest counts, and fragments count where they are spread', () => {
  const text = `query Some { node(id: "1") { id ... on Order { ...lines } ... on Customer { defaultEmailAddress { emailAddress } } } }
    fragment lines on Order { lineItems(first: 250) { nodes { id } } }`
  expect(costOf(text)).toBe(14)
})

test('a page whose size is only known when it is asked for is refused', () => {
  expect(() => costOf('query Some($size: Int) { orders(first: $size) { nodes { id } } }')).toThrow(/first/)
})
