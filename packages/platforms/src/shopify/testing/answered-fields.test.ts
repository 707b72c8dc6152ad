import { startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shopify/testing'
import { print } from 'graphql'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readSources, type Source } from '../api/graphql/read-sources.ts'
import { WRITE_SCOPES, writeVariables } from './write-variables.ts'

const sandbox = await startSandbox({
  ...{ products: 9, customers: 12, orders: 10 },
  shopify: { allowance: { bucket: 1_000_000 } },
})
afterAll(() => sandbox.close())
const { defaults, tokens, clientId, scopes } = sandbox.shopify
const { domain, world } = sandbox.shopify.shop()
const token = tokens.issueEndless(domain, { client: clientId, scopes: [...scopes, ...WRITE_SCOPES] })
const { operations } = readSources(new URL('../api/graphql', import.meta.url).pathname)
const bulk = operations.filter(({ isBulk }) => isBulk)

beforeAll(() => {
  for (const [place, status] of (['processing', 'paid', 'shipped', 'complete', 'cancelled'] as const).entries())
    world.changeOrderStatus(place + 1, status)
  world.deleteCategory(1)
})

async function ask(query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await fetch(`${sandbox.url}/shopify/${domain}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'x-shopify-access-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await answer.json()) as { data: Record<string, unknown>; errors?: unknown }
  expect(errors).toBeUndefined()
  return data
}

const gid = (type: string, number: string) => `gid://shopify/${type}/${number}`
/** Of orders 3 to 5: partly sent, sent, cancelled. */
const [order, sent, cancelled] = [gid('Order', ids.order(3)), ids.fulfillment(4), ids.refund(5)]
const product = gid('Product', ids.product(1))
const location = gid('Location', ids.location(1))

/** By operation, and for those that read pages or objects by their ids. */
const variables: Readonly<Record<string, Record<string, unknown>>> = {
  CustomerAddresses: { id: gid('Customer', ids.customer(1)) },
  Deletions: { query: 'action:destroy' },
  FulfillmentLines: { id: gid('Fulfillment', sent) },
  Level: { item: gid('InventoryItem', ids.inventoryItem(1)), location },
  LevelsPage: { location },
  OrderLines: { id: order },
  ProductCollections: { id: product },
  ProductMedia: { id: product },
  ProductVariants: { id: product },
  RefundLines: { id: gid('Refund', cancelled) },
  Subscribe: { topic: 'ORDERS_CREATE', uri: 'https://mirror.example/webhooks' },
  ...writeVariables(),
}
const anything = {
  limit: 10_000,
  ids: [
    ...[1, 4].map((id) => gid('Product', ids.product(id))),
    ...[1, 2, 3, 4, 5].map((id) => gid('Order', ids.order(id))),
    ...[1, 2, 3].map((id) => gid('Customer', ids.customer(id))),
    ...[2, 3].map((id) => gid('Collection', ids.collection(id))),
    ...[1, 2].map((id) => gid('InventoryItem', ids.inventoryItem(id))),
    location,
  ],
}

async function run({ operation, document }: Source): Promise<void> {
  const name = operation.name?.value ?? ''
  const wanted = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value))
  const given = { ...anything, ...(await started(name)), ...variables[name] }
  await ask(print(document), Object.fromEntries(Object.entries(given).filter(([each]) => wanted.has(each))))
}

/** Objects that an app makes: there is one to ask about, cancel or delete. */
async function started(name: string): Promise<Record<string, unknown>> {
  const query = '{ products { edges { node { id } } } }'
  if (name === 'StartBulkOperation') return { query }
  if (/BulkOperation/.test(name)) return { id: await startBulk(query) }
  if (/^(AddOrderLine|SetOrderLine|CommitOrderEdit)$/.test(name)) return startEdit()
  if (name !== 'Unsubscribe') return {}
  const data = await ask(
    `mutation { webhookSubscriptionCreate(topic: ORDERS_PAID, webhookSubscription: { uri: "https://a.example/" }) {
      webhookSubscription { id } } }`,
    {},
  )
  return (data.webhookSubscriptionCreate as { webhookSubscription: { id: string } }).webhookSubscription
}

async function startEdit(): Promise<Record<string, unknown>> {
  const text = `mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 1) { nodes { id } } } } }`
  const { orderEditBegin } = await ask(text, { id: order })
  const { calculatedOrder } = orderEditBegin as {
    calculatedOrder: { id: string; lineItems: { nodes: { id: string }[] } }
  }
  const variant = gid('ProductVariant', ids.variant(9))
  return { id: calculatedOrder.id, line: calculatedOrder.lineItems.nodes[0]?.id, variant, quantity: 9, note: '' }
}

async function startBulk(query: string): Promise<string> {
  const text = `mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id } userErrors { message } } }`
  const { bulkOperationRunQuery: started } = await ask(text, { query })
  expect(started).toMatchObject({ userErrors: [] })
  return (started as { bulkOperation: { id: string } }).bulkOperation.id
}

const isDone = async (id: string) => {
  const { bulkOperation } = await ask('query($id: ID!) { bulkOperation(id: $id) { status } }', { id })
  expect((bulkOperation as { status: string }).status).toBe('COMPLETED')
}

test.each(operations.filter(({ isBulk }) => !isBulk).map((source): [string, Source] => [source.file, source]))(
  '%s asks for nothing that the sandbox answers by default',
  async (_file, source) => {
    defaults.reset()
    await run(source)
    expect(defaults.counts()).toEqual({})
  },
)

test.each(bulk.map((source): [string, Source] => [source.file, source]))(
  '%s asks for nothing that the sandbox answers by default',
  async (_file, { document }) => {
    defaults.reset()
    const id = await startBulk(print(document))
    await vi.waitFor(() => isDone(id), { timeout: 10_000, interval: 20 })
    expect(defaults.counts()).toEqual({})
  },
)
