import { expect, test, vi } from 'vitest'
import { partId } from '../../world-ids.ts'
import { startShop } from '../test-shop.ts'

const STATE = `id note tags email closed displayFinancialStatus displayFulfillmentStatus cancelledAt cancelReason cancellation { staffNote }
  edited totalOutstandingSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } }
  transactions { kind status } refunds(first: 5) { totalRefundedSet { shopMoney { amount } } }
  shippingAddress { city } billingAddress { city } customAttributes { key value } metafield(namespace: "erp", key: "a") { value }
  lineItems(first: 20) { nodes { title quantity currentQuantity } } shippingLines(first: 5) { nodes { title } }`

async function start(status: 'processing' | 'paid' | 'shipped' = 'processing') {
  const shop = await startShop()
  const line = { productId: 1, sku: 'SKU', name: 'Bögre', net: '787.4016', gross: '1000', quantity: 2 }
  const linesOf = (id: number) => [1, 2].map((place) => ({ ...line, id: partId(id, place), productId: place }))
  const terms = { shipping: '0', discount: '0', currency: 'HUF', rate: '1', customerId: 1 } as const
  const order = shop.world.addOrder((id) => ({ ...terms, lines: linesOf(id) }))
  if (status !== 'processing') shop.world.changeOrderStatus(order.id, status)
  const id = shop.gid('Order', 'order', order.id)
  const mutate = (call: string, variables: Record<string, unknown> = {}, types = '') =>
    shop.one(`mutation${types && `(${types})`} { ${call} }`, variables)
  const read = () => shop.one(`query($id: ID!) { order(id: $id) { ${STATE} } }`, { id })
  const rowOf = (table = 'orders') => shop.truth(table, shop.number(id))
  return { ...shop, id, order, mutate, read, rowOf }
}

const errors = 'userErrors { field message }'

test('an update overwrites what it names, adds metafields, and leaves the rest', async () => {
  const { one, id, read, rowOf, hear } = await start()
  const update = (input: object) =>
    one(`mutation($input: OrderInput!) { orderUpdate(input: $input) { order { id } ${errors} } }`, {
      input: { id, ...input },
    })
  const metafields = [{ namespace: 'erp', key: 'a', type: 'single_line_text_field', value: 'x' }]
  const before = await read()
  const heard = await hear(['orders/updated', 'orders/edited', 'fulfillments/update'], () =>
    update({ note: 'Új', tags: ['a,b'], customAttributes: [{ key: 'k', value: 'v' }], metafields }),
  )
  expect(heard).toEqual(['orders/updated'])
  expect(await read()).toEqual({
    ...before,
    ...{ note: 'Új', tags: ['a', 'b'], customAttributes: [{ key: 'k', value: 'v' }], metafield: { value: 'x' } },
  })
  await update({
    shippingAddress: { lastName: 'Kis', address1: 'Út 1.', city: 'Pécs', zip: '7621', countryCode: 'HU' },
  })
  expect(await read()).toMatchObject({
    shippingAddress: { city: 'Pécs' },
    billingAddress: before.billingAddress,
    note: 'Új',
  })
  expect(rowOf()).toMatchObject({ note: 'Új', shipping_address: { city: 'Pécs' } })
  expect((await update({})).userErrors).toEqual([
    { field: null, message: 'No valid update parameters have been provided' },
  ])
  expect((await update({ shippingAddress: { city: 'Pécs' } })).userErrors.map(({ field }) => field)).toEqual([
    ['shippingAddress', 'lastName'],
    ['shippingAddress', 'zip'],
  ])
  expect((await update({ id: 'gid://shopify/Order/5999999999999', note: 'x' })).userErrors).toEqual([
    { field: ['id'], message: 'Order does not exist' },
  ])
})

test('an order is marked as paid once', async () => {
  const { mutate, id, read, rowOf, hear } = await start()
  const pay = () => mutate(`orderMarkAsPaid(input: { id: "${id}" }) { order { id } ${errors} }`)
  expect(await hear(['orders/paid', 'orders/updated', 'order_transactions/create'], pay)).toEqual([
    'order_transactions/create',
    'orders/paid',
    'orders/updated',
  ])
  expect(await read()).toMatchObject({
    displayFinancialStatus: 'PAID',
    totalOutstandingSet: { shopMoney: { amount: '0.0' } },
  })
  expect(rowOf()).toMatchObject({ financial_status: 'PAID' })
  expect((await pay()).userErrors).toEqual([{ field: ['id'], message: 'Order cannot be marked as paid.' }])
  expect((await read()).transactions).toHaveLength(2)
})

test('an order is closed and opened, as often as one likes', async () => {
  const { mutate, id, read, rowOf } = await start()
  for (const [name, closed, status] of [
    ['orderClose', true, 'CLOSED'],
    ['orderClose', true, 'CLOSED'],
    ['orderOpen', false, 'OPEN'],
  ] as const) {
    expect((await mutate(`${name}(input: { id: "${id}" }) { order { id } ${errors} }`)).userErrors).toEqual([])
    expect(await read()).toMatchObject({ closed })
    expect(rowOf()).toMatchObject({ status })
  }
})

test.each([
  ['paid', 'refundMethod: { originalPaymentMethodsRefund: true }', 'REFUNDED', '4000.0'],
  ['paid', '', 'PAID', '0.0'],
  ['processing', '', 'VOIDED', '0.0'],
] as const)('a job cancels an order that is %s, %s: it is %s', async (status, more, financial, refunded) => {
  const { mutate, one, id, read, rowOf, world, hear } = await start(status)
  const stock = world.products.get(1)?.stocks[0] ?? 0
  const cancel = () =>
    mutate(`orderCancel(orderId: "${id}", reason: INVENTORY, restock: true, staffNote: "push-1" ${more}) {
      job { id done } jobResult { done status } orderCancelUserErrors { code field message } userErrors { message } }`)
  const heard = await hear(
    ['orders/cancelled', 'orders/updated', 'refunds/create', 'inventory_levels/update'],
    async () => {
      const answer = await cancel()
      expect(answer).toMatchObject({
        job: { done: false },
        jobResult: { status: 'STARTED' },
        orderCancelUserErrors: [],
      })
      const { id: job } = answer.job as unknown as { id: string }
      await vi.waitFor(async () =>
        expect(await one('query($id: ID!) { job(id: $id) { done } }', { id: job })).toEqual({ done: true }),
      )
    },
  )
  expect(heard).toEqual([
    ...['inventory_levels/update', 'inventory_levels/update', 'orders/cancelled', 'orders/updated', 'refunds/create'],
  ])
  expect(await read()).toMatchObject({
    ...{
      cancelReason: 'INVENTORY',
      cancellation: { staffNote: 'push-1' },
      closed: true,
      displayFinancialStatus: financial,
    },
    ...{ currentTotalPriceSet: { shopMoney: { amount: '0.0' } }, totalPriceSet: { shopMoney: { amount: '4000.0' } } },
    refunds: [{ totalRefundedSet: { shopMoney: { amount: refunded } } }],
  })
  expect(rowOf()).toMatchObject({ status: 'CANCELLED', financial_status: financial })
  expect(world.products.get(1)?.stocks[0]).toBe(stock + 2)
  expect((await cancel()).orderCancelUserErrors).toEqual([
    { code: 'INVALID', field: ['orderId'], message: 'Cannot cancel an order that has already been canceled' },
  ])
})

test('lines, prices and shipping change in a session, and show when it is committed', async () => {
  const { one, mutate, id, read, rowOf, world, gid, hear } = await start('paid')
  const begin = await mutate(
    `orderEditBegin(id: "${id}") { calculatedOrder { id lineItems(first: 5) { nodes { id quantity } } } ${errors} }`,
  )
  const { id: edit, lineItems } = begin.calculatedOrder as unknown as {
    id: string
    lineItems: { nodes: { id: string }[] }
  }
  const variant = gid('ProductVariant', 'variant', 3)
  const first = lineItems.nodes[0]?.id
  const total = `calculatedOrder { totalPriceSet { shopMoney { amount } } } ${errors}`
  await mutate(
    `orderEditAddVariant(id: "${edit}", variantId: "${variant}", quantity: 1) { calculatedLineItem { id } ${errors} }`,
  )
  await mutate(
    `orderEditAddCustomItem(id: "${edit}", title: "Ajándék", quantity: 1, price: { amount: "500", currencyCode: HUF }) { ${total} }`,
  )
  await mutate(`orderEditSetQuantity(id: "${edit}", lineItemId: "${first}", quantity: 1, restock: true) { ${total} }`)
  await mutate(`orderEditAddShippingLine(id: "${edit}", shippingLine: { title: "Gyors", price: { amount: "990", currencyCode: HUF } }) {
    calculatedOrder { id } userErrors { message } }`)
  expect(await read()).toMatchObject({ edited: false, totalPriceSet: { shopMoney: { amount: '4000.0' } } })
  const price = Number(world.products.get(3)?.gross)
  const [stock] = world.products.get(3)?.stocks ?? []
  const heard = await hear(['orders/edited', 'orders/updated'], () =>
    one('mutation($id: ID!) { orderEditCommit(id: $id) { order { id } userErrors { message } } }', { id: edit }),
  )
  expect(heard).toEqual(['orders/edited', 'orders/updated'])
  const kept = 4_000 - 1_000 + price + 500 + 990
  expect(await read()).toMatchObject({
    edited: true,
    currentTotalPriceSet: { shopMoney: { amount: `${kept}.0` } },
    totalOutstandingSet: { shopMoney: { amount: `${kept - 4_000}.0` } },
    displayFinancialStatus: 'PARTIALLY_PAID',
    lineItems: {
      nodes: [
        { quantity: 2, currentQuantity: 1 },
        { quantity: 2, currentQuantity: 2 },
        { quantity: 1, currentQuantity: 1 },
        { title: 'Ajándék', quantity: 1 },
      ],
    },
    shippingLines: { nodes: [{ title: 'Futár' }, { title: 'Gyors' }] },
  })
  expect(rowOf()).toMatchObject({ financial_status: 'PARTIALLY_PAID', total: kept + 1_000 })
  expect(world.products.get(3)?.stocks[0]).toBe((stock ?? 0) - 1)
})

const FULFILL = `mutation($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id name trackingInfo { company number url } } ${errors} } }`

test('an order goes out in parts, and the second time nothing is left to send', async () => {
  const { one, id, read, truth, rowOf, number, hear, order } = await start()
  const { nodes } = (
    await one(
      `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id remainingQuantity } } } } } }`,
      { id },
    )
  ).fulfillmentOrders as unknown as { nodes: { id: string; lineItems: { nodes: { id: string }[] } }[] }
  const fulfillmentOrderId = nodes[0]?.id
  const lineId = nodes[0]?.lineItems.nodes[0]?.id
  const fulfill = (fulfillmentOrderLineItems: object[], trackingInfo: object) =>
    one(FULFILL, {
      fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId, fulfillmentOrderLineItems }], trackingInfo },
    })
  expect((await fulfill([{ id: lineId, quantity: 3 }], {})).userErrors).toEqual([
    { field: ['fulfillment'], message: 'Invalid fulfillment order line item quantity requested.' },
  ])
  expect((await fulfill([{ id: lineId, quantity: 0 }], {})).userErrors[0]?.message).toBe(
    'Quantity must be greater than 0',
  )
  const topics = [
    'fulfillments/create',
    'fulfillments/update',
    'orders/fulfilled',
    'orders/partially_fulfilled',
    'orders/updated',
  ]
  const partly = await hear(topics, () => fulfill([{ id: lineId, quantity: 1 }], { company: 'GLS', number: 'T1' }))
  expect(partly).toEqual(['fulfillments/create', 'orders/partially_fulfilled', 'orders/updated'])
  expect(await read()).toMatchObject({
    displayFinancialStatus: 'PENDING',
    displayFulfillmentStatus: 'PARTIALLY_FULFILLED',
  })
  expect(rowOf()).toMatchObject({ financial_status: 'PENDING', fulfillment_status: 'PARTIALLY_FULFILLED' })

  const rest = await fulfill([], { company: 'GLS', number: 'T2' })
  expect(rest).toMatchObject({
    fulfillment: { name: `#${order.id}-F2`, trackingInfo: [{ number: 'T2', url: 'https://gls-group.com/track/T2' }] },
    userErrors: [],
  })
  expect(await read()).toMatchObject({ displayFulfillmentStatus: 'FULFILLED' })
  expect((await fulfill([], {})).userErrors).toEqual([
    {
      field: ['fulfillment'],
      message: `Fulfillment order ${number(fulfillmentOrderId)} has an unfulfillable status= closed.`,
    },
  ])
  const parcel = rest.fulfillment as unknown as { id: string }
  const tracked = await hear(topics, () =>
    one(
      `mutation($id: ID!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: { company: "Saját", numbers: ["A", "B"] }) {
        fulfillment { id } ${errors} } }`,
      { id: parcel.id },
    ),
  )
  expect(new Set(tracked)).toEqual(new Set(['fulfillments/update', 'orders/updated']))
  expect(truth('fulfillments', number(parcel.id))).toMatchObject({
    ...{ carrier: 'Saját', tracking_numbers: ['A', 'B'], tracking_urls: [] },
    lines: [{ quantity: 1 }, { quantity: 2 }],
  })
})

test('tags are a set on orders, customers and products, whatever their case', async () => {
  const { mutate, id, gid, read, world } = await start()
  const change = (name: 'tagsAdd' | 'tagsRemove', tagged: string, tags: string[]) =>
    mutate(`${name}(id: "${tagged}", tags: ${JSON.stringify(tags)}) { node { id } ${errors} }`)
  await change('tagsAdd', id, ['B2B', 'b2b, net30'])
  await change('tagsAdd', id, ['NET30'])
  expect((await read()).tags).toEqual(['B2B', 'net30'])
  await change('tagsRemove', id, ['b2B'])
  expect((await read()).tags).toEqual(['net30'])
  await change('tagsAdd', gid('Customer', 'customer', 1), ['vip'])
  expect(world.customers.get(1)?.written?.tags).toEqual(['vip'])
  await change('tagsAdd', gid('Product', 'product', 1), ['új'])
  expect(world.products.get(1)?.tags).toContain('új')
  expect((await change('tagsAdd', 'gid://shopify/Order/5999999999999', ['x'])).userErrors).toEqual([
    { field: ['id'], message: 'Order does not exist' },
  ])
})

test('a change by hand afterwards counts, and not what the app said before', async () => {
  const { mutate, id, read, rowOf, order, world } = await start()
  await mutate(`orderMarkAsPaid(input: { id: "${id}" }) { order { id } ${errors} }`)
  world.changeOrderStatus(order.id, 'complete')
  expect(await read()).toMatchObject({ displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED' })
  expect(rowOf()).toMatchObject({ fulfillment_status: 'FULFILLED' })
})

test('an app without the scopes changes nothing', async () => {
  const { ask, caller, id } = await start()
  await caller.install(['write_orders'])
  const refused = await ask(`mutation { orderEditBegin(id: "${id}") { userErrors { message } } }`)
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'ACCESS_DENIED' } }] })
  const tags = await ask(
    'mutation { tagsAdd(id: "gid://shopify/Customer/7000000000001", tags: ["x"]) { userErrors { message } } }',
  )
  expect(tags).toMatchObject({ errors: [{ extensions: { code: 'ACCESS_DENIED' } }] })
})
