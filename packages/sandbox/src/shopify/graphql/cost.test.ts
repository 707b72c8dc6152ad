import { type FieldNode, type OperationDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { type Costing, costOf } from './cost.ts'
import { adminSchema } from './schema.ts'

function askedFor(text: string, sizeOf: Costing['sizeOf'] = sizeIn): number {
  const document = parse(text)
  const [operation] = document.definitions as OperationDefinitionNode[]
  if (!operation) throw new Error('The text asks nothing.')
  return costOf({ schema: adminSchema(), document, operation, sizeOf })
}

function sizeIn({ arguments: given }: FieldNode): number {
  const size = given?.find(({ name }) => name.value === 'first')?.value
  return size?.kind === 'IntValue' ? Number(size.value) : 0
}

// Measured on live shops, or by the model that was fitted to what they charged.
test.each([
  ['{ orders(first: 250) { nodes { id } } }', 13],
  ['{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }', 156],
  ['{ orders(first: 250) { nodes { id } edges { cursor node { id } } pageInfo { endCursor } } }', 13],
  ['{ orders(first: 250) { nodes { customer { id } } edges { node { customer { id } } } } }', 35],
  ['{ products(first: 250) { nodes { variants(first: 100) { nodes { inventoryItem { id } } } } } }', 233],
  [
    '{ inventoryItems(first: 250) { nodes { inventoryLevels(first: 20) { nodes { quantities(names: ["available"]) { quantity } location { id } } } } } }',
    200,
  ],
  ['{ customers(first: 250) { nodes { defaultEmailAddress { emailAddress } defaultAddress { city } } } }', 24],
  [
    '{ nodes(ids: []) { ... on InventoryItem { measurement { weight { value } } variant { selectedOptions { name } product { id } } inventoryLevels(first: 50) { nodes { location { id } quantities(names: []) { name } } } } } }',
    27,
  ],
  [
    'mutation { orderCreate(order: {}) { order { lineItems(first: 5) { nodes { customAttributes { key } product { id } discountAllocations { allocatedAmountSet { shopMoney { amount } } } } } } } }',
    24,
  ],
  [
    'mutation { orderCreate(order: {}) { order { transactions { id } refunds { transactions(first: 10) { nodes { id } } } lineItems(first: 10) { nodes { id } } } } }',
    24,
  ],
  ['{ ordersCount { count } shop { id } }', 11],
  ['{ node(id: "1") { id ... on Shop { id } ... on Order { customer { id } refunds { id } } } }', 3],
  [
    'mutation { productUpdate(product: {id: "1"}) { product { id variants(first: 10) { nodes { id } } } userErrors { field } } }',
    16,
  ],
])('%s costs %d', (text, cost) => {
  expect(askedFor(text)).toBe(cost)
})

test('a page of 250 orders with what of each was refunded, to the last tax line, may be asked for', () => {
  const taxes = 'taxLines { priceSet { shopMoney { amount } } }'
  const discounts = `discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { index
    value { ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } } } }`
  const line = `lineItem { id ${taxes} product { id } ${discounts} customAttributes { key } duties { id ${taxes} } }`
  const lines = `refundLineItems(first: 50) { edges { node { quantity location { id } ${line} } } }`
  const adjustments = 'orderAdjustments(first: 100) { edges { node { amountSet { shopMoney { amount } } } } }'
  expect(
    askedFor(`{ orders(first: 250) { edges { node { refunds { id order { id } ${adjustments} ${lines} } } } } }`),
  ).toBe(948)
})

test('what was found is charged, and nothing for a page that was empty', () => {
  const text = '{ all: orders(first: 250) { nodes { items: lineItems(first: 250) { nodes { id } } } } }'
  const found: Record<string, number> = { '.all': 20, '.all.nodes.items': 3 }
  expect(askedFor(text, (_field, path) => found[path] ?? 0)).toBe(2 + 5 * (1 + 2 + 2))
  expect(askedFor(text, () => 0)).toBe(2)
})

test('what a change shows is charged under the name the question gave it', () => {
  const text =
    'mutation { one: productUpdate(product: {id: "1"}) { product { variants(first: 10) { nodes { id } } } } }'
  expect(askedFor(text, (_field, path) => (path === '.one.product.variants' ? 3 : 0))).toBe(10 + 2 + 2)
})
