import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startShop } from '../test-shop.ts'

const CREATE = `mutation($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order { id name legacyResourceId }
    userErrors { code field message } } }`
const READ = `query($id: ID!) { order(id: $id) {
  name email phone note tags test poNumber sourceName sourceIdentifier taxesIncluded processedAt closedAt createdAt
  displayFinancialStatus displayFulfillmentStatus paymentGatewayNames
  customAttributes { key value } metafield(namespace: "erp", key: "ref") { value type }
  totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  subtotalPriceSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } }
  totalShippingPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
  taxLines { title rate priceSet { shopMoney { amount } } }
  shippingLines(first: 5) { nodes { title code originalPriceSet { shopMoney { amount } } } }
  customer { id firstName defaultAddress { city } }
  shippingAddress { city countryCodeV2 address2 } billingAddress { city }
  lineItems(first: 20) { nodes { id title sku quantity requiresShipping variant { id }
    originalUnitPriceSet { shopMoney { amount } } taxLines { priceSet { shopMoney { amount } } } customAttributes { key value } } }
  fulfillmentOrders(first: 5) { nodes { status supportedActions { action } lineItems(first: 20) { nodes { remainingQuantity } } } }
  fulfillments { status trackingInfo { company number } fulfillmentLineItems(first: 20) { nodes { quantity } } }
  transactions { kind status gateway amountSet { shopMoney { amount } } } } }`

const huf = (amount: string) => ({ shopMoney: { amount, currencyCode: 'HUF' } })

async function start() {
  const shop = await startShop()
  const variant = shop.gid('ProductVariant', 'variant', 1)
  const create = (order: object, options?: object) => shop.one(CREATE, { order, ...(options && { options }) })
  const made = async (order: object, options?: object) => {
    const { order: created, userErrors } = await create(order, options)
    expect(userErrors).toEqual([])
    return (created as unknown as { id: string }).id
  }
  return { ...shop, variant, create, made, read: (id: string) => shop.one(READ, { id }) }
}

test('an order has its own prices, taxes and texts, and every read shows them', async () => {
  const { made, read, variant, truth, number, caller } = await start()
  const id = await made({
    ...{ name: 'ERP-1', sourceIdentifier: 'push-1', sourceName: 'erp', poNumber: 'PO 7', note: 'Csengő nem jó' },
    ...{ tags: ['b2b, net30', 'B2B'], customAttributes: [{ key: 'push', value: '1' }], email: 'buyer@example.com' },
    ...{ taxesIncluded: false, processedAt: '2099-01-01T00:00:00Z', test: true },
    taxLines: [{ title: 'ÁFA', rate: '0.27' }],
    lineItems: [
      { variantId: variant, quantity: 3, priceSet: huf('99.99'), requiresShipping: true },
      {
        title: 'Szállítói bútor',
        sku: 'X-1',
        quantity: 1,
        priceSet: huf('1000'),
        properties: [{ name: 'a', value: 'b' }],
      },
    ],
    shippingLines: [{ title: 'Raklap', code: 'pallet', priceSet: huf('2500.5') }],
    shippingAddress: {
      firstName: 'Éva',
      lastName: 'Kis',
      address1: 'Út 1.',
      address2: 'II. em.',
      city: 'Wien',
      zip: '1010',
      countryCode: 'AT',
    },
  })
  const order = await read(id)
  expect(order).toMatchObject({
    ...{
      name: 'ERP-1',
      sourceIdentifier: 'push-1',
      sourceName: 'erp',
      poNumber: 'PO 7',
      note: 'Csengő nem jó',
      test: true,
    },
    ...{ tags: ['b2b', 'net30'], customAttributes: [{ key: 'push', value: '1' }], email: 'buyer@example.com' },
    ...{ displayFinancialStatus: 'PENDING', displayFulfillmentStatus: 'UNFULFILLED', taxesIncluded: false },
    subtotalPriceSet: { shopMoney: { amount: '1299.97' } },
    totalTaxSet: { shopMoney: { amount: '350.99' } },
    totalPriceSet: { shopMoney: { amount: '4151.46', currencyCode: 'HUF' } },
    totalOutstandingSet: { shopMoney: { amount: '4151.46' } },
    taxLines: [{ title: 'ÁFA', rate: 0.27, priceSet: { shopMoney: { amount: '350.99' } } }],
    shippingLines: {
      nodes: [{ title: 'Raklap', code: 'pallet', originalPriceSet: { shopMoney: { amount: '2500.5' } } }],
    },
    ...{ shippingAddress: { city: 'Wien', countryCodeV2: 'AT', address2: 'II. em.' }, billingAddress: null },
    lineItems: {
      nodes: [
        {
          quantity: 3,
          requiresShipping: true,
          variant: { id: variant },
          originalUnitPriceSet: { shopMoney: { amount: '99.99' } },
        },
        {
          title: 'Szállítói bútor',
          sku: 'X-1',
          requiresShipping: false,
          variant: null,
          customAttributes: [{ key: 'a', value: 'b' }],
        },
      ],
    },
    // Where it goes out is known at once.
    fulfillmentOrders: {
      nodes: [{ status: 'OPEN', lineItems: { nodes: [{ remainingQuantity: 3 }, { remainingQuantity: 1 }] } }],
    },
    ...{ fulfillments: [], transactions: [], customer: null },
  })
  // The future is clamped to now.
  expect(order.processedAt).toBe(order.createdAt)
  expect(truth('orders', number(id))).toMatchObject({
    ...{ number: 'ERP-1', total: 4151.46, tax_total: 350.99, subtotal: 1299.97, shipping_total: 2500.5 },
    ...{ shipping_method: 'Raklap', payment_method: null, billing_address: null, financial_status: 'PENDING' },
    shipping_address: expect.objectContaining({ city: 'Wien', country: 'AT', country_name: 'Austria' }),
  })
  const body = (await caller.rest(`orders/${number(id)}.json`)).json().order as Record<string, unknown>
  expect(body).toMatchObject({
    ...{
      name: 'ERP-1',
      source_identifier: 'push-1',
      tags: 'b2b, net30',
      total_price: '4151.46',
      billing_address: null,
    },
    shipping_lines: [expect.objectContaining({ title: 'Raklap', price: '2500.50' })],
  })
})

test('taxes within the prices leave the total as it is, and may stand at lines and shipping', async () => {
  const { made, read, variant } = await start()
  const taxLines = [{ title: 'ÁFA', rate: '0.27' }]
  const id = await made({
    taxesIncluded: true,
    lineItems: [{ variantId: variant, quantity: 1, priceSet: huf('1270'), taxLines }],
    shippingLines: [{ title: 'GLS', priceSet: huf('127'), taxLines }],
  })
  expect(await read(id)).toMatchObject({
    totalPriceSet: { shopMoney: { amount: '1397.0' } },
    totalTaxSet: { shopMoney: { amount: '297.0' } },
    lineItems: { nodes: [{ taxLines: [{ priceSet: { shopMoney: { amount: '270.0' } } }] }] },
  })
})

test('payments and the parcel of an order make its states', async () => {
  const { made, read, truth, number, gid, variant } = await start()
  const lineItems = [{ variantId: variant, quantity: 2, priceSet: huf('500') }]
  const locationId = gid('Location', 'location', 2)
  const id = await made({
    lineItems,
    transactions: [{ amountSet: huf('1000'), gateway: 'transfer' }],
    fulfillment: { locationId, trackingCompany: 'GLS', trackingNumber: 'T1' },
  })
  expect(await read(id)).toMatchObject({
    ...{ displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED', paymentGatewayNames: ['transfer'] },
    totalOutstandingSet: { shopMoney: { amount: '0.0' } },
    fulfillments: [
      {
        ...{ status: 'SUCCESS', trackingInfo: [{ company: 'GLS', number: 'T1' }] },
        fulfillmentLineItems: { nodes: [{ quantity: 2 }] },
      },
    ],
    transactions: [
      { kind: 'SALE', status: 'SUCCESS', gateway: 'transfer', amountSet: { shopMoney: { amount: '1000.0' } } },
    ],
    fulfillmentOrders: { nodes: [{ status: 'CLOSED', supportedActions: [] }] },
  })
  expect(truth('orders', number(id))).toMatchObject({ financial_status: 'PAID', fulfillment_status: 'FULFILLED' })
  expect(truth('fulfillments', number(id).replace(/^5/, '4'))).toMatchObject({ tracking_numbers: ['T1'] })

  const partly = await made({ lineItems, transactions: [{ amountSet: huf('1') }] })
  expect(await read(partly)).toMatchObject({ displayFinancialStatus: 'PARTIALLY_PAID' })
  const said = await made({ lineItems, financialStatus: 'AUTHORIZED' })
  expect(await read(said)).toMatchObject({ displayFinancialStatus: 'AUTHORIZED' })
})

test('a customer is found or made, and gets the address of the order', async () => {
  const { made, read, world, variant, gid } = await start()
  const lineItems = [{ variantId: variant, quantity: 1 }]
  const shippingAddress = { firstName: 'Új', lastName: 'Vevő', address1: 'Fő tér 1.', city: 'Pécs', zip: '7621' }
  const before = world.customers.ids().length
  const first = await made({ lineItems, shippingAddress, customer: { toUpsert: { email: 'uj@example.com' } } })
  const second = await made({ lineItems, customer: { toUpsert: { email: 'UJ@example.com', firstName: 'Már' } } })
  expect(world.customers.ids()).toHaveLength(before + 1)
  const [a, b] = [await read(first), await read(second)]
  expect(a.customer).toMatchObject({ firstName: 'Már', defaultAddress: { city: 'Pécs' } })
  expect(b.customer).toEqual(a.customer)
  const known = gid('Customer', 'customer', 2)
  const third = await made({ lineItems, customer: { toAssociate: { id: known } } })
  expect(await read(third)).toMatchObject({ customer: { id: known }, email: world.customers.get(2)?.email })
})

test('a repeat makes a second order, and trial shops take five a minute', async () => {
  const { create, world, variant, sandbox, shopify } = await start()
  const order = { sourceIdentifier: 'same', lineItems: [{ variantId: variant, quantity: 1 }] }
  const before = world.placedOrders().length
  await create(order)
  await create(order)
  expect(world.placedOrders()).toHaveLength(before + 2)
  await shopify.controlShop(shopify.shop().domain, 'POST writes', { ordersPerMinute: 1 })
  await create(order)
  expect((await create(order)).userErrors).toMatchObject([{ field: null, message: expect.stringMatching(/^Too many/) }])
  sandbox.clock.advance(61_000)
  expect((await create(order)).userErrors).toEqual([])
})

test.each([
  [{ lineItems: [] }, 'INVALID', ['order', 'lineItems']],
  [{ lineItems: [{ quantity: 0, title: 'x' }] }, 'INVALID', ['order', 'lineItems', 0, 'quantity']],
  [{ lineItems: [{ quantity: 1 }] }, 'INVALID', ['order', 'lineItems', 0, 'title']],
  [
    { lineItems: [{ quantity: 1, variantId: 'gid://shopify/ProductVariant/999999' }] },
    'INVALID',
    ['order', 'lineItems', 0, 'variantId'],
  ],
  [
    { customerId: 'gid://shopify/Customer/1', customer: { toAssociate: { email: 'x@example.com' } } },
    'REDUNDANT_CUSTOMER_FIELDS',
    ['order', 'customerId'],
  ],
  [{ customer: { toAssociate: { email: 'x@example.com' } } }, 'INVALID', ['order', 'customer', 'toAssociate']],
  [
    { lineItems: [{ quantity: 1, title: 'x', priceSet: { shopMoney: { amount: '1', currencyCode: 'USD' } } }] },
    'INVALID',
    ['order', 'lineItems', 0, 'priceSet', 'shopMoney'],
  ],
  [
    {
      taxLines: [{ title: 'ÁFA', rate: '0.27' }],
      lineItems: [{ quantity: 1, title: 'x', taxLines: [{ title: 'ÁFA', rate: '0.27' }] }],
    },
    'INVALID',
    ['order', 'taxLines'],
  ],
])('%j is refused with a code and the place, with numbers for lines', async (order, code, field) => {
  const { create, world } = await start()
  const before = world.placedOrders().length
  const answer = await create({ lineItems: [{ quantity: 1, title: 'x' }], ...order })
  expect(answer).toMatchObject({ order: null, userErrors: [{ code, field }] })
  expect(world.placedOrders()).toHaveLength(before)
})

test('an id of another type ends the mutation, and a missing scope refuses it', async () => {
  const { ask, caller, variant } = await start()
  const order = { lineItems: [{ quantity: 1, variantId: variant.replace('ProductVariant', 'Product') }] }
  expect(await ask(CREATE, { order })).toMatchObject({
    data: { orderCreate: null },
    errors: [{ extensions: { code: 'RESOURCE_NOT_FOUND' } }],
  })
  await caller.install(['read_orders', 'read_products'])
  expect(await ask(CREATE, { order })).toMatchObject({ errors: [{ extensions: { code: 'ACCESS_DENIED' } }] })
})

test('stock stays unless the order says otherwise, and what is not there can be refused', async () => {
  const { create, made, world, variant } = await start()
  world.updateProduct(1, { stocks: [2, 5, 0, 0] })
  const order = { lineItems: [{ variantId: variant, quantity: 4 }] }
  await made(order)
  expect(world.products.get(1)?.stocks).toEqual([2, 5, 0, 0])
  await made(order, { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' })
  expect(world.products.get(1)?.stocks).toEqual([2, 1, 0, 0])
  const { userErrors } = await create(order, { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' })
  expect(userErrors).toMatchObject([{ code: 'INVENTORY_CLAIM_FAILED' }])
  await made(order, { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' })
  expect(world.products.get(1)?.stocks).toEqual([-2, 1, 0, 0])
})

test('a new order sends webhooks about itself, its payment, fulfillment, customer and stock', async () => {
  const { hear, made, variant, gid } = await start()
  const heard = await hear(
    [
      ...['orders/create', 'orders/updated', 'orders/paid', 'orders/fulfilled', 'order_transactions/create'],
      ...['fulfillments/create', 'customers/create', 'inventory_levels/update', 'orders/edited', 'orders/cancelled'],
    ],
    () =>
      made(
        {
          lineItems: [{ variantId: variant, quantity: 1, priceSet: huf('500') }],
          customer: { toUpsert: { email: 'new@example.com' } },
          transactions: [{ amountSet: huf('500') }],
          fulfillment: { locationId: gid('Location', 'location', 1) },
        },
        { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' },
      ),
  )
  expect(heard).toEqual([
    ...['customers/create', 'fulfillments/create', 'inventory_levels/update', 'order_transactions/create'],
    ...['orders/create', 'orders/fulfilled', 'orders/paid', 'orders/updated'],
  ])
})

const DEFINE = `mutation($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id namespace key type { name } capabilities { uniqueValues { enabled } } }
    userErrors { code field message } } }`
const FIND = `query($value: String!) {
  orderByIdentifier(identifier: { customId: { namespace: "erp", key: "ref", value: $value } }) { id name } }`
const definition = { namespace: 'erp', key: 'ref', name: 'Reference', ownerType: 'ORDER', type: 'id' }

test('an order is found by its custom id at once, and by its texts when the search has caught up', async () => {
  const { ask, one, made, sandbox, variant, caller, number } = await start()
  expect(await ask(FIND, { value: 'p-1' })).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  const defined = await one(DEFINE, { definition })
  expect(defined).toMatchObject({
    createdDefinition: { key: 'ref', type: { name: 'id' }, capabilities: { uniqueValues: { enabled: true } } },
    userErrors: [],
  })
  expect((await one(DEFINE, { definition })).userErrors).toMatchObject([
    { code: 'TAKEN', field: ['definition', 'key'] },
  ])
  const found = await one('{ metafieldDefinitions(first: 5, ownerType: ORDER, key: "ref") { nodes { key } } }')
  expect(found.nodes).toEqual([{ key: 'ref' }])

  const id = await made({
    ...{ name: '#N-1', sourceIdentifier: 'p-1', poNumber: 'PO', tags: ['push-1'] },
    lineItems: [{ variantId: variant, quantity: 1 }],
    metafields: [{ namespace: 'erp', key: 'ref', value: 'p-1' }],
  })
  expect(await one(FIND, { value: 'p-1' })).toMatchObject({ id })
  const rest = (await caller.rest(`orders/${number(id)}/metafields.json`)).json().metafields
  expect(rest).toMatchObject([{ namespace: 'erp', key: 'ref', value: 'p-1', type: 'id', owner_resource: 'order' }])
  expect((await ask(FIND, { value: 'p-2' })).data).toEqual({ orderByIdentifier: null })
  const search = async (query: string) =>
    (await one('query($query: String!) { orders(first: 5, query: $query) { nodes { id } } }', { query })).nodes
  const queries = ['source_identifier:p-1', 'name:N-1', 'tag:push-1', "po_number:'PO'"]
  for (const query of queries) expect(await search(query)).toEqual([])
  sandbox.clock.advance(3_000)
  for (const query of queries) expect(await search(query)).toEqual([{ id }])
})

test.each([
  ['drop', [], 'p-1 stays with the first'],
  ['refuse', [{ code: 'INVALID', field: ['order', 'metafields', '0', 'value'] }], 'no second order'],
])('a custom id that another order has: %s', async (duplicateCustomId, errors) => {
  const { one, create, made, shopify, variant, world } = await start()
  await shopify.controlShop(shopify.shop().domain, 'POST writes', { duplicateCustomId })
  await one(DEFINE, { definition })
  const order = {
    lineItems: [{ variantId: variant, quantity: 1 }],
    metafields: [{ namespace: 'erp', key: 'ref', value: 'p-1' }],
  }
  const id = await made(order)
  const before = world.placedOrders().length
  expect((await create(order)).userErrors).toMatchObject(errors)
  expect(world.placedOrders()).toHaveLength(before + (errors.length === 0 ? 1 : 0))
  expect(await one(FIND, { value: 'p-1' })).toMatchObject({ id })
})

test('an order of twenty lines keeps them apart', async () => {
  const { made, read } = await start()
  const lineItems = Array.from({ length: 20 }, (_, index) => ({ title: `L${index}`, quantity: 1, priceSet: huf('1') }))
  const { lineItems: lines } = await read(await made({ lineItems }))
  const nodes = (lines as unknown as { nodes: { id: string; title: string }[] }).nodes
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(20)
  expect(nodes.at(19)?.title).toBe('L19')
  expect(BigInt(nodes.at(19)?.id.split('/').at(-1) ?? 0)).toBeGreaterThan(BigInt(ids.line(0)))
})

test('what the customer saw in another currency is kept', async () => {
  const { made, read } = await start()
  const bag = {
    shopMoney: { amount: '4000', currencyCode: 'HUF' },
    presentmentMoney: { amount: '10', currencyCode: 'EUR' },
  }
  const id = await made({ presentmentCurrency: 'EUR', lineItems: [{ title: 'x', quantity: 2, priceSet: bag }] })
  expect(await read(id)).toMatchObject({
    totalPriceSet: {
      shopMoney: { amount: '8000.0', currencyCode: 'HUF' },
      presentmentMoney: { amount: '20.00', currencyCode: 'EUR' },
    },
  })
})

test('the answer may get lost, or come after the webhooks, and the order is there', async () => {
  const { create, hear, variant, sandbox, world } = await start()
  const order = { lineItems: [{ variantId: variant, quantity: 1 }] }
  const before = world.placedOrders().length
  sandbox.faults.set({ kind: 'answerLost', count: 1, path: 'graphql' })
  await expect(create(order)).rejects.toThrow()
  expect(world.placedOrders()).toHaveLength(before + 1)
  sandbox.faults.set({ kind: 'echoFirst', count: 1 })
  let heardBefore = 0
  await hear(['orders/create'], async () => {
    await create(order)
    heardBefore = sandbox.shopify.webhooks.counts.accepted
  })
  expect(heardBefore).toBe(1)
  sandbox.faults.set({ kind: 'error', count: 1 })
  await expect(create(order)).rejects.toThrow()
  expect(world.placedOrders()).toHaveLength(before + 2)
})
