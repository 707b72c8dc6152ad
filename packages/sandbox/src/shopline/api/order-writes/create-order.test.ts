import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Json = Record<string, unknown>

const address = {
  ...{ country_code: 'TW', country: 'Taiwan', city: 'Taipei', district: 'Daan', state: 'TP', postcode: '106' },
  ...{ address_1: 'Road 1', address_2: '2F', recipient_name: 'Amy Lee', recipient_phone: '0912345678' },
  ...{ recipient_phone_country_code: '886', remarks: 'ring twice' },
}
const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))

/** Two of the second variation of the first product, and one product without variations. */
function orderFor({ world }: TestOpenApi, change: Json = {}): Json {
  const alone = world.products.ids().at(-1) ?? 0
  world.updateProduct(2, { gross: '450', stocks: [9, 4, 0, 0] })
  world.updateProduct(alone, { gross: '99.5', parentId: null })
  return {
    ...{ delivery_option_id: ids.deliveryOption(1), payment_method_id: ids.paymentMethod(1) },
    ...{ subtotal: 999.5, total: 999.5, customer_email: 'amy@example.com', customer_name: 'Amy Lee' },
    ...{ customer_phone: '0987654321', customer_phone_country_code: '886', order_remarks: 'push 4711' },
    items: [{ ...itemOf(1, 450, 2), variation_id: ids.variation(2) }, { ...itemOf(alone, 99.5, 1) }],
    delivery_address: address,
    ...change,
  }
}

const itemOf = (product: number, price: number, quantity: number) => ({
  ...{ item_type: 'Product', item_id: ids.product(product), item_price: price, quantity, total: price * quantity },
})
const start = () => startOpenApi({}, { products: 61 })
const create = (openApi: TestOpenApi, order: Json, more: Json = {}) =>
  openApi.call('orders', { method: 'POST', body: { order, ...more } })

test('an order is created with what the call says, and nothing else', async () => {
  await using openApi = await start()
  const { status, json } = await create(openApi, orderFor(openApi))
  expect(status).toBe(200)
  const expected = {
    ...{ status: 'pending', created_by: 'openapi', order_remarks: 'push 4711', ref_order_id: null, tags: [] },
    ...{ customer_name: 'Amy Lee', customer_email: 'amy@example.com', customer_id: null, is_guest_checkout: true },
    ...{ customer_phone: '0987654321', customer_phone_country_code: '886', skip_fulfillment: true },
    ...{ subtotal: { cents: 99_950 }, total: { cents: 99_950 }, delivery_address: address },
    order_payment: { status: 'pending', payment_method_id: ids.paymentMethod(1), paid_at: null },
    order_delivery: { status: 'pending', delivery_option_id: ids.deliveryOption(1), total: { cents: 0 } },
    delivery_data: { tracking_number: null },
    subtotal_items: [
      { item_id: ids.product(1), item_variation_key: ids.variation(2), quantity: 2, total: { cents: 90_000 } },
      { item_variation_key: null, quantity: 1, item_price: { cents: 9_950 } },
    ],
  }
  expect(json()).toMatchObject(expected)
  expect((await openApi.call(`orders/${json().id}`)).json()).toMatchObject(expected)
  expect(openApi.world.products.get(2)?.stocks[0]).toBe(9)
  expect(openApi.shop.state.mails).toEqual([])
})

test('a customer of the shop is named by id or found by e-mail, and lends what the call leaves out', async () => {
  await using openApi = await start()
  const { firstName = '', lastName = '' } = openApi.world.customers.get(5) ?? {}
  const nameless = { customer_name: undefined, customer_phone: undefined }
  for (const who of [
    { customer_id: ids.customer(5), customer_email: undefined },
    { customer_email: 'customer5@example.com' },
  ]) {
    const created = await create(openApi, orderFor(openApi, { ...nameless, ...who }))
    expect(created.json()).toMatchObject({
      ...{ customer_id: ids.customer(5), customer_name: `${firstName} ${lastName}` },
      customer_email: 'customer5@example.com',
    })
  }
})

test.each<[string, Json]>([
  ['no delivery option', { delivery_option_id: undefined }],
  ['a carrier of a third party', { delivery_option_id: ids.deliveryOption(2) }],
  ['a payment provider of a third party', { payment_method_id: ids.paymentMethod(2) }],
  ['no address', { delivery_address: undefined }],
  ['no customer', { customer_email: undefined }],
  ['an unknown customer', { customer_id: ids.customer(9_999) }],
  ['no items', { items: [] }],
  ['an item that is no product', { items: [{ ...itemOf(1, 450, 1), item_type: 'CustomProduct' }] }],
  ['a product with variations without one', { items: [itemOf(1, 450, 1)], subtotal: 450, total: 450 }],
  [
    'a price of its own',
    { items: [{ ...itemOf(1, 400, 1), variation_id: ids.variation(2) }], subtotal: 400, total: 400 },
  ],
  ['a fee', { total: 1_059.5 }],
  ['a wrong subtotal', { subtotal: 1_000, total: 1_000 }],
  ['credits that nobody has', { user_credit: 100, total: 899.5 }],
])('an order with %s is refused, and nothing is created', async (_, change) => {
  await using openApi = await start()
  const before = openApi.world.orders.ids().length
  const { status, json } = await create(openApi, orderFor(openApi, change))
  expect([status, json().code]).toEqual([422, 'UnprocessableEntity'])
  expect(openApi.world.orders.ids()).toHaveLength(before)
})

test('prices of its own go through where the shop does not check them', async () => {
  await using openApi = await start()
  openApi.api.quirks.priceCheck = 'none'
  const cheap = { items: [{ ...itemOf(1, 400, 1), variation_id: ids.variation(2) }], subtotal: 400, total: 390 }
  const { json } = await create(openApi, orderFor(openApi, cheap))
  expect(json()).toMatchObject({ total: { cents: 39_000 }, order_discount: { cents: 1_000 } })
})

test('a repeated call makes a second order, and both are found by who made them, when and for whom', async () => {
  await using openApi = await start()
  const since = openApi.clock.now() - 1_000
  const order = orderFor(openApi)
  const made = [await create(openApi, order), await create(openApi, order)].map(({ json }) => json())
  const query = `created_by=openapi&created_after=${asked(since)}&customer_email=amy@example.com`
  const { items } = (await openApi.call(`orders/search?${query}`)).json()
  expect(items.map(({ id }: Json) => id)).toEqual(made.map(({ id }) => id).reverse())
  expect(items[0]).toMatchObject({ order_remarks: 'push 4711', subtotal_items: [{ quantity: 2 }, { quantity: 1 }] })
  const other = (await openApi.call(`orders/search?created_by=shop&created_after=${asked(since)}`)).json()
  expect(other.items).toEqual([])
})

test('a search may show a new order only later, while a read by id may show it at once', async () => {
  await using openApi = await start()
  openApi.api.quirks.searchLagMs = 5_000
  const { id } = (await create(openApi, orderFor(openApi))).json()
  const found = async (path: string) => (await openApi.call(path)).json().items.some((item: Json) => item.id === id)
  expect(await found('orders/search?created_by=openapi')).toBe(false)
  expect(await found('orders')).toBe(false)
  expect((await openApi.call(`orders/${id}`)).status).toBe(200)
  openApi.clock.advance(5_001)
  expect(await found('orders/search?created_by=openapi')).toBe(true)
  expect(await found('orders')).toBe(true)
})

test('an answer that is lost leaves the order behind, an error leaves none', async () => {
  await using openApi = await start()
  const count = () => openApi.world.orders.ids().length
  const before = count()
  const order = orderFor(openApi)
  openApi.faults.set({ kind: 'answerLost', path: 'orders', count: 1 })
  await expect(create(openApi, order)).rejects.toThrow()
  expect(count()).toBe(before + 1)
  openApi.faults.set({ kind: 'error', path: 'orders', count: 1 })
  expect((await create(openApi, order)).status).toBe(500)
  expect(count()).toBe(before + 1)
})

test('ref_order_id is not taken at creation: ignored, or refused where the sandbox says so', async () => {
  await using openApi = await start()
  const order = orderFor(openApi, { ref_order_id: 'erp-1' })
  expect((await create(openApi, order)).json()).toMatchObject({ ref_order_id: null })
  openApi.api.quirks.refOrderIdAtCreation = 'refused'
  expect((await create(openApi, order)).status).toBe(422)
})

test('stock is taken, a member made and a mail sent only where the call says so', async () => {
  await using openApi = await start()
  const more = { is_inventory_fulfillment: true, is_registering_as_member: true, mail_notify: true }
  const { json } = await create(openApi, orderFor(openApi), more)
  expect(openApi.world.products.get(2)?.stocks[0]).toBe(7)
  expect(json()).toMatchObject({ skip_fulfillment: false, is_guest_checkout: false })
  const customer = (await openApi.call(`customers/${json().customer_id}`)).json()
  expect(customer).toMatchObject({ name: 'Amy Lee', email: 'amy@example.com', phone: '0987654321' })
  expect(openApi.shop.state.mails).toMatchObject([{ kind: 'order_created', to: 'amy@example.com' }])
})

test('a shop may confirm what an app orders at once', async () => {
  await using openApi = await startOpenApi({ quirks: { statusAtCreation: 'confirmed' } }, { products: 61 })
  const { json } = await create(openApi, orderFor(openApi))
  expect(json()).toMatchObject({ status: 'confirmed', order_payment: { status: 'pending' } })
})

test('an app without the scope, or without the permission within it, creates nothing', async () => {
  await using openApi = await start()
  const body = { order: orderFor(openApi) }
  expect((await openApi.call('orders', { method: 'POST', body, token: 'productsOnly' })).status).toBe(403)
  openApi.api.quirks.deniedActions = ['orders:create']
  expect((await openApi.call('orders', { method: 'POST', body })).status).toBe(403)
  expect((await openApi.call('orders')).status).toBe(200)
})

test('what an order can be paid and sent with is listed', async () => {
  await using openApi = await start()
  const list = async (path: string) => (await openApi.call(`${path}?sort_by=asc`)).json().items
  expect(await list('delivery_options')).toMatchObject([{ platform: 'custom' }, { id: ids.deliveryOption(2) }])
  expect(await list('payments')).toMatchObject([{ type: 'bank_transfer' }, { type: 'sl_payment' }])
})
