import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop, type ShopOptions } from '../../world/shop.ts'
import { createDefaultsLedger } from '../graphql/defaults/ledger.ts'
import { createGraphqlApi } from '../graphql/graphql-api.ts'
import { defaultScopes } from '../scopes.ts'
import { ids } from '../world-ids.ts'
import { worldResolvers } from './index.ts'

const domain = 'minta-bolt.myshopify.com'

function open(sizes: Partial<ShopOptions> = {}) {
  const clock = createClock()
  const world = createShop({ ...{ domain: 'minta-bolt', seed: 1, clock, stockCount: 2 }, ...sizes })
  const graphql = createGraphqlApi({
    ...{ clock, resolvers: worldResolvers({ world, domain }), defaults: createDefaultsLedger() },
    allowance: { bucket: 1_000_000, restorePerSecond: 1_000 },
  })
  const ask = async <T = Json>(query: string, variables: Record<string, unknown> = {}) => {
    const { body } = await graphql.execute({ query, variables }, new Set(defaultScopes))
    expect(body.errors).toBeUndefined()
    expect(body.extensions).not.toHaveProperty('search')
    return body.data as T
  }
  return { clock, world, ask }
}

type Json = Record<string, never>
interface Node {
  id: string
}
interface Nodes<T = Node> {
  nodes: T[]
}

const ADDRESS = 'firstName lastName company address1 address2 city province zip country countryCodeV2 phone'
const MONEY = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }'
const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const LEVEL = `id isActive createdAt updatedAt item { id } location { id }
  quantities(names: ["available", "on_hand", "committed"]) { name quantity }`
const VARIANT = `id title sku barcode position price compareAtPrice inventoryQuantity inventoryPolicy taxable createdAt
  updatedAt selectedOptions { name value } product { id }
  inventoryItem { id tracked requiresShipping unitCost { amount } measurement { weight { value unit } } }`
const LINE = `id name sku quantity currentQuantity requiresShipping originalUnitPriceSet ${MONEY} totalDiscountSet ${MONEY}
  taxLines { title rate priceSet ${MONEY} } product { id } variant { id }`

test.each([
  [
    'products',
    `products(first: 20) { nodes { id title handle status vendor productType descriptionHtml tags templateSuffix
      totalInventory createdAt updatedAt publishedAt options { name position } featuredMedia { id }
      media(first: 5) { nodes { id } ${PAGE_INFO} } collections(first: 5) { nodes { id } ${PAGE_INFO} }
      variants(first: 5) { nodes { ${VARIANT} } ${PAGE_INFO} } } ${PAGE_INFO} }`,
  ],
  ['productVariants', `productVariants(first: 50) { nodes { ${VARIANT} } ${PAGE_INFO} }`],
  ['collections', `collections(first: 50) { nodes { id title handle descriptionHtml sortOrder updatedAt } }`],
  [
    'locations',
    `locations(first: 5, sortKey: ID, includeInactive: true, includeLegacy: true) { nodes { id name isActive createdAt
      updatedAt address { address1 address2 city province zip country countryCode phone }
      inventoryLevels(first: 50) { nodes { ${LEVEL} } } } }`,
  ],
  ['inventoryItems', `inventoryItems(first: 20) { nodes { id inventoryLevels(first: 5) { nodes { ${LEVEL} } } } }`],
  [
    'customers',
    `customers(first: 50) { nodes { id firstName lastName state note tags locale taxExempt verifiedEmail numberOfOrders
      createdAt updatedAt defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber }
      defaultAddress { ${ADDRESS} } addressesV2(first: 5) { nodes { id ${ADDRESS} } } } }`,
  ],
  [
    'orders',
    `orders(first: 20) { nodes { id name email phone note tags test sourceName sourceIdentifier createdAt updatedAt
      processedAt closedAt cancelledAt cancelReason currencyCode presentmentCurrencyCode displayFinancialStatus
      displayFulfillmentStatus paymentGatewayNames totalPriceSet ${MONEY} subtotalPriceSet ${MONEY} totalTaxSet ${MONEY}
      totalShippingPriceSet ${MONEY} totalDiscountsSet ${MONEY} customer { id } shippingLine { title }
      shippingAddress { ${ADDRESS} } billingAddress { ${ADDRESS} } lineItems(first: 5) { nodes { ${LINE} } ${PAGE_INFO} }
      fulfillments { id name status createdAt updatedAt trackingInfo { company number url }
        fulfillmentLineItems(first: 5) { nodes { quantity lineItem { id } } } }
      refunds { id note createdAt updatedAt totalRefundedSet ${MONEY}
        refundLineItems(first: 5) { nodes { quantity subtotalSet ${MONEY} lineItem { id } } } } } }`,
  ],
])('%s answer everything a mirror asks of them', async (name, query) => {
  const { ask } = open()
  const data = await ask<Record<string, Nodes>>(`{ ${query} }`)
  expect(data[name]?.nodes.length).toBeGreaterThan(1)
})

test('the shop describes itself and the scopes of the app', async () => {
  const { ask } = open()
  const data = await ask(`{ shop { id name myshopifyDomain currencyCode ianaTimezone taxesIncluded
    shopAddress { countryCodeV2 } plan { publicDisplayName partnerDevelopment } }
    shopLocales { locale primary } currentAppInstallation { accessScopes { handle } } }`)
  expect(data).toMatchObject({
    shop: { myshopifyDomain: domain, currencyCode: 'HUF', ianaTimezone: 'Europe/Budapest', taxesIncluded: true },
    shopLocales: [{ locale: 'hu', primary: true }],
  })
  const { accessScopes } = (data as unknown as { currentAppInstallation: { accessScopes: unknown[] } })
    .currentAppInstallation
  expect(accessScopes).toContainEqual({ handle: 'read_orders' })
})

test('a group is one product, its members are the variants, and no member is a product', async () => {
  const { ask, world } = open({ products: 9 })
  const data = await ask<{ products: Nodes<Node & { variants: Nodes }>; productsCount: unknown }>(
    '{ products(first: 10) { nodes { id variants(first: 10) { nodes { id } } } } productsCount { count } }',
  )
  const heads = world.products.ids().filter((id) => world.products.get(id)?.parentId === null)
  expect(data.products.nodes.map(({ id }) => id)).toEqual(heads.map((id) => `gid://shopify/Product/${id}`))
  expect(data.productsCount).toEqual({ count: heads.length })
  const variants = data.products.nodes.flatMap(({ variants }) => variants.nodes.map(({ id }) => id))
  expect(variants).toEqual(world.products.ids().map((id) => `gid://shopify/ProductVariant/${ids.variant(id)}`))
  expect(await ask('{ product(id: "gid://shopify/Product/2") { id } }')).toEqual({ product: null })
})

test('ids beyond 2^53 are kept to the last digit, and never two to one', async () => {
  const { ask, world } = open({ orders: 30 })
  type Lines = { orders: Nodes<{ lineItems: Nodes }> }
  const { orders } = await ask<Lines>('{ orders(first: 50) { nodes { lineItems(first: 10) { nodes { id } } } } }')
  const found = orders.nodes.flatMap(({ lineItems }) => lineItems.nodes.map(({ id }) => id))
  const lines = world.placedOrders().flatMap((id) => world.orders.get(id)?.lines ?? [])
  expect(found).toEqual(lines.map(({ id }) => `gid://shopify/LineItem/${16_000_000_000_000_001n + BigInt(id)}`))
  expect(new Set(found).size).toBe(lines.length)
  expect(found.some((id) => BigInt(id.split('/').at(-1) ?? 0) !== BigInt(Number(id.split('/').at(-1))))).toBe(true)
})

test('a basket never shows, neither in a list nor by its id nor in a count', async () => {
  const { ask, world } = open({ orders: 60 })
  const basket = world.orders.ids().find((id) => world.orders.get(id)?.status === null) ?? 0
  expect(basket).toBeGreaterThan(0)
  const data = await ask<{ orders: Nodes; nodes: unknown[]; ordersCount: { count: number } }>(
    'query($id: ID!) { orders(first: 100) { nodes { id } } order(id: $id) { id } nodes(ids: [$id]) { id } ordersCount { count } }',
    { id: `gid://shopify/Order/${ids.order(basket)}` },
  )
  expect(data).toMatchObject({ order: null, nodes: [null], ordersCount: { count: world.placedOrders().length } })
  expect(data.orders.nodes.map(({ id }) => id)).toEqual(
    world.placedOrders().map((id) => `gid://shopify/Order/${ids.order(id)}`),
  )
})

test('money is decimal text in forints, and beside it what the customer paid', async () => {
  const { ask, world } = open({ orders: 1, products: 3 })
  const [line] = world.orders.get(1)?.lines ?? []
  if (!line) throw new Error('The order has no line.')
  const paid = {
    status: 'paid' as const,
    lines: [{ ...line, gross: '1234', quantity: 1 }],
    shipping: '0',
    discount: '0',
  }
  const total = async () =>
    (await ask<{ orders: Nodes }>(`{ orders(first: 1) { nodes { totalPriceSet ${MONEY} } } }`)).orders.nodes[0]
  const forints = { amount: '1234.0', currencyCode: 'HUF' }
  world.updateOrder(1, { ...paid, currency: 'HUF', rate: '1.00000000' })
  expect(await total()).toEqual({ totalPriceSet: { shopMoney: forints, presentmentMoney: forints } })
  world.updateOrder(1, { currency: 'EUR', rate: '0.00250000' })
  const euros = { amount: '3.09', currencyCode: 'EUR' }
  expect(await total()).toEqual({ totalPriceSet: { shopMoney: forints, presentmentMoney: euros } })
})

test.each([
  ['processing', 'PENDING', 'UNFULFILLED', 0, 0],
  ['paid', 'PAID', 'UNFULFILLED', 0, 0],
  ['shipped', 'PAID', 'PARTIALLY_FULFILLED', 1, 0],
  ['complete', 'PAID', 'FULFILLED', 1, 0],
  ['cancelled', 'REFUNDED', 'UNFULFILLED', 0, 1],
] as const)('an order of status %s is %s and %s', async (status, financial, fulfillment, parcels, refunds) => {
  const { ask, world } = open({ orders: 1 })
  world.changeOrderStatus(1, status)
  const { order } = await ask<{ order: { fulfillments: Node[]; refunds: Node[] } }>(
    'query($id: ID!) { order(id: $id) { displayFinancialStatus displayFulfillmentStatus fulfillments { id } refunds { id } } }',
    { id: `gid://shopify/Order/${ids.order(1)}` },
  )
  expect(order).toMatchObject({ displayFinancialStatus: financial, displayFulfillmentStatus: fulfillment })
  expect([order.fulfillments.length, order.refunds.length]).toEqual([parcels, refunds])
  for (const { id } of [...order.fulfillments, ...order.refunds])
    expect(await ask('query($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: { id } })
})

test('the event log has a product once, when its last variant was deleted, and no customer or order', async () => {
  const { ask, world } = open({ products: 6 })
  const query = `{ events(first: 50, sortKey: CREATED_AT, query: "action:destroy AND subject_type:PRODUCT,COLLECTION") {
    nodes { ... on BasicEvent { action subjectId subjectType createdAt } } } }`
  const deletedIds = async () => (await ask<{ events: Nodes<{ subjectId: string }> }>(query)).events.nodes
  const [last = 0, ...others] = world.products.ids().filter((id) => id === 1 || world.products.get(id)?.parentId === 1)
  expect(others.length).toBeGreaterThan(0)
  for (const id of others) world.deleteProduct(id)
  world.deleteCustomer(1)
  world.deleteOrder(1)
  expect(await deletedIds()).toEqual([])
  world.deleteProduct(last)
  world.deleteCategory(2)
  expect((await deletedIds()).map(({ subjectId }) => subjectId)).toEqual([
    'gid://shopify/Product/1',
    `gid://shopify/Collection/${ids.collection(2)}`,
  ])
})

test('unknown ids are null, in their place', async () => {
  const { ask } = open({ products: 3 })
  const wanted = ['gid://shopify/Product/99', 'gid://shopify/Product/1', 'gid://shopify/Nothing/1']
  const data = await ask('query($wanted: [ID!]!) { nodes(ids: $wanted) { id } }', { wanted })
  expect(data).toEqual({ nodes: [null, { id: wanted[1] }, null] })
})

test('a page computes its own objects and no others, once the shop is known', async () => {
  const { ask, world } = open({ products: 300, customers: 3_000, orders: 3_000 })
  const query = `query($since: String) { orders(first: 10, sortKey: UPDATED_AT, query: $since) { nodes { id } }
    customers(first: 10) { nodes { id } } inventoryItems(first: 10) { nodes { id } } }`
  await ask(query)
  const computed = { orders: 0, customers: 0 }
  for (const name of ['orders', 'customers'] as const) {
    const get = world[name].get
    world[name].get = ((id: number) => {
      computed[name] += 1
      return get(id)
    }) as never
  }
  world.updateOrder(5, { comment: 'most' })
  computed.orders = 0
  await ask(query, { since: "updated_at:>='2020-01-01T00:00:00Z'" })
  expect(computed.orders).toBeLessThan(50)
  expect(computed.customers).toBeLessThan(50)
})

test('an inventory item knows its variant, and says when what is on sale changed, of the rest not', async () => {
  const { world, ask } = open()
  const [id = 0] = world.products.ids()
  const quantities = 'quantities(names: ["available", "on_hand"]) { name updatedAt }'
  const { inventoryItem } = await ask<{ inventoryItem: { variant: unknown; inventoryLevels: Nodes<unknown> } }>(
    `query($id: ID!) { inventoryItem(id: $id) { variant { id product { id tracksInventory } }
      inventoryLevels(first: 1) { nodes { ${quantities} } } } }`,
    { id: `gid://shopify/InventoryItem/${ids.inventoryItem(id)}` },
  )
  const { parentId } = world.products.get(id) ?? {}
  const product = { id: `gid://shopify/Product/${ids.product(parentId ?? id)}`, tracksInventory: true }
  expect(inventoryItem.variant).toEqual({ id: `gid://shopify/ProductVariant/${ids.variant(id)}`, product })
  expect(inventoryItem.inventoryLevels.nodes).toEqual([
    {
      quantities: [
        { name: 'available', updatedAt: expect.stringMatching(/^\d{4}-/) },
        { name: 'on_hand', updatedAt: null },
      ],
    },
  ])
})
