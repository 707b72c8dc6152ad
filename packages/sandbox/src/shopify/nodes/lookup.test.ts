import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../sandbox.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { orderStatuses } from '../../world/model.ts'
import { expandScopes } from '../scopes.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ products: 6, customers: 12, orders: 10, shopify: { allowance: { bucket: 1e9 } } })
  const { world, bulkOperations } = sandbox.shopify.shop()
  for (const [place, status] of orderStatuses.entries()) world.changeOrderStatus(place + 1, status)
  world.deleteCategory(1)
  bulkOperations.start('{ products { edges { node { id } } } }')
  await ask(`mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://a.example/" }) {
    userErrors { message } } }`)
})
afterAll(() => sandbox.close())

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const scopes = expandScopes(sandbox.shopify.scopes)
  const { body } = await sandbox.shopify.shop().graphql.execute({ query, variables }, scopes)
  expect(body.errors).toBeUndefined()
  return body.data as Record<string, unknown>
}

const QUANTITIES = 'quantities(names: ["available", "on_hand"]) { __typename id }'
const LEVELS = `inventoryLevels(first: 5) { nodes { __typename id ${QUANTITIES} } }`
const ADDRESSES = 'shippingAddress { __typename id } billingAddress { __typename id }'
const LINE = 'lineItem { __typename id }'

/** Everything that has an id, as the lists give it out. */
const lists = [
  `products(first: 10) { nodes { __typename id options { __typename id optionValues { __typename id } }
    variants(first: 5) { nodes { __typename id inventoryItem { __typename id measurement { __typename id } } } } } }`,
  'collections(first: 20) { nodes { __typename id } }',
  'customers(first: 20) { nodes { __typename id addressesV2(first: 5) { nodes { __typename id } } } }',
  `locations(first: 5) { nodes { __typename id ${LEVELS} } }`,
  `inventoryItems(first: 10) { nodes { __typename id ${LEVELS} } }`,
  `orders(first: 10) { nodes { __typename id ${ADDRESSES} lineItems(first: 5) { nodes { __typename id } }
    transactions { __typename id } fulfillments { __typename id
      fulfillmentLineItems(first: 5) { nodes { __typename id ${LINE} } } }
    refunds { __typename id transactions(first: 5) { nodes { __typename id } } } } }`,
  `fulfillmentOrders(first: 10) { nodes { __typename id lineItems(first: 5) { nodes { __typename id ${LINE} } } } }`,
  'events(first: 10) { nodes { __typename ... on BasicEvent { id } } }',
  'webhookSubscriptions(first: 10) { nodes { __typename id } }',
  'bulkOperations(first: 10) { nodes { __typename id } }',
  'shop { __typename id shopAddress { __typename id } primaryDomain { __typename id } }',
  'currentAppInstallation { __typename id }',
]

interface Found {
  __typename: string
  id: string
}

function foundIn(value: unknown): Found[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'id' in value && '__typename' in value ? [value as Found] : []
  return [...own, ...Object.values(value).flatMap(foundIn)]
}

async function all(): Promise<Found[]> {
  const answers = await Promise.all(lists.map((list) => ask(`{ ${list} }`)))
  const found = answers.flatMap(foundIn).map(({ __typename, id }) => ({ __typename, id }))
  return [...new Map(found.map((each) => [each.id, each])).values()]
}

test('every id that the lists give out finds its object, by node and by nodes', async () => {
  const found = await all()
  const types = new Set(found.map(({ __typename }) => __typename))
  expect(types.size).toBeGreaterThanOrEqual(24)
  const { nodes } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    ids: found.map(({ id }) => id),
  })
  expect(nodes).toEqual(found)
  for (const type of types) {
    const one = found.find(({ __typename }) => __typename === type)
    expect(await ask('query($id: ID!) { node(id: $id) { __typename id } }', { id: one?.id })).toEqual({ node: one })
  }
})

test.each([
  ['bulkOperation', 'BulkOperation'],
  ['collection', 'Collection'],
  ['customer', 'Customer'],
  ['domain', 'Domain'],
  ['fulfillment', 'Fulfillment'],
  ['fulfillmentOrder', 'FulfillmentOrder'],
  ['inventoryItem', 'InventoryItem'],
  ['inventoryLevel', 'InventoryLevel'],
  ['location', 'Location'],
  ['order', 'Order'],
  ['product', 'Product'],
  ['productVariant', 'ProductVariant'],
  ['refund', 'Refund'],
  ['webhookSubscription', 'WebhookSubscription'],
])('%s(id:) finds every %s of the lists, and nothing by the id of another type', async (field, type) => {
  const found = await all()
  const query = `query($id: ID!) { found: ${field}(id: $id) { __typename id } }`
  const own = found.filter(({ __typename }) => __typename === type)
  expect(own.length).toBeGreaterThan(0)
  for (const each of own) expect(await ask(query, { id: each.id })).toEqual({ found: each })
  const other = found.find(({ __typename }) => __typename !== type)
  expect(await ask(query, { id: other?.id })).toEqual({ found: null })
})

test.each([
  ['productByIdentifier(identifier: { handle: "termek-1" })', 'Product'],
  ['productByHandle(handle: "termek-1")', 'Product'],
  ['collectionByIdentifier(identifier: { handle: "gyujtemeny-2" })', 'Collection'],
  ['customerByIdentifier(identifier: { emailAddress: "customer3@example.com" })', 'Customer'],
  ['event(id: "gid://shopify/BasicEvent/1")', 'BasicEvent'],
])('%s finds what the lists give out', async (field, type) => {
  const found = await all()
  const answer = await ask(`{ found: ${field} { __typename ... on Node { id } } }`)
  expect(answer.found).toMatchObject({ __typename: type })
  expect(found).toContainEqual(answer.found)
})

test.each(['product', 'order', 'customer', 'collection', 'location'])('%sByIdentifier takes an id', async (name) => {
  const found = await all()
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`
  const one = found.find(({ __typename }) => __typename === type)
  const query = `query($id: ID!) { found: ${name}ByIdentifier(identifier: { id: $id }) { __typename id } }`
  expect(await ask(query, { id: one?.id })).toEqual({ found: one })
})
