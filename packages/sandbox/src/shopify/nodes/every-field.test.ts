import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../sandbox.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { orderStatuses } from '../../world/model.ts'
import { addDefinition } from '../definitions.ts'
import { adminSchema } from '../graphql/schema.ts'
import { expandScopes } from '../scopes.ts'
import { walkSchema } from './walk-schema.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ products: 6, customers: 4, orders: 5, shopify: { allowance: { bucket: 1e9 } } })
  const { world, subscriptions } = sandbox.shopify.shop()
  for (const [place, status] of orderStatuses.entries()) world.changeOrderStatus(place + 1, status)
  world.deleteCategory(1)
  // What the walk asks for custom ids.
  for (const ownerType of ['CUSTOMER', 'ORDER', 'PRODUCT', 'PRODUCTVARIANT'])
    addDefinition(world, { ownerType, key: 'text', type: 'id', name: 'Text' })
  expect(subscriptions.list()).toEqual([])
})
afterAll(() => sandbox.close())

async function ask(query: string) {
  const { body } = await sandbox.shopify
    .shop()
    .graphql.execute({ query, variables: {} }, expandScopes(sandbox.shopify.scopes))
  return body as { data?: unknown; errors?: unknown[] }
}

const ofTheWorld = [
  ...['BasicEvent', 'BulkOperation', 'Collection', 'Customer', 'Fulfillment', 'FulfillmentOrder', 'InventoryItem'],
  ...['InventoryLevel', 'InventoryQuantity', 'LineItem', 'Location', 'MailingAddress', 'Order', 'OrderTransaction'],
  ...['Product', 'ProductOption', 'ProductOptionValue', 'ProductVariant', 'Refund', 'RefundLineItem', 'Shop'],
  ...['ShippingLine', 'WebhookSubscription'],
]

test('every field of every type of which there is an object answers without an error', {
  timeout: 60_000,
}, async () => {
  sandbox.shopify.shop().bulkOperations.start('{ products { edges { node { id } } } }')
  await ask(`mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://a.example/" }) {
    userErrors { message } } }`)
  const { types, failures } = await walkSchema({ schema: adminSchema(), first: 5, ask })
  expect(failures).toEqual([])
  expect(types).toEqual(expect.arrayContaining(ofTheWorld))
})

test('what was answered by default is counted by type and field, until it is reset', async () => {
  const { defaults } = sandbox.shopify
  defaults.reset()
  await ask(
    '{ shop { id analyticsToken } products(first: 3) { nodes { id priceRange { maxVariantPrice { amount } } } } }',
  )
  expect(defaults.counts()).toEqual({
    ...{ 'MoneyV2.amount': 2, 'Product.priceRange': 2, 'ProductPriceRange.maxVariantPrice': 2 },
    'Shop.analyticsToken': 1,
  })
  defaults.reset()
  expect(defaults.counts()).toEqual({})
})
