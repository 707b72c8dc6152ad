import { expect, test } from 'vitest'
import { timeOf } from '../../times.ts'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

const HOUR = 3_600_000
const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))
const line = { id: 1, productId: 1, sku: 'SKU', name: 'Bögre', net: '1', gross: '450', quantity: 2 }

async function start() {
  const openApi = await startOpenApi()
  const { id: number } = openApi.world.addOrder({ lines: [line], email: 'amy@example.com' })
  const write = (method: 'PATCH' | 'PUT' | 'POST' | 'GET', part: string, body?: object) =>
    openApi.call(`orders/${ids.order(number)}${part}`, { method, ...(body && { body }) })
  return {
    ...{ openApi, number, world: openApi.world, state: openApi.shop.state, quirks: openApi.api.quirks },
    patch: async (part: string, body: object) => {
      const { status, json } = await write('PATCH', part, body)
      return { status, body: json() }
    },
    write,
    read: async () => (await openApi.call(`orders/${ids.order(number)}`)).json(),
    [Symbol.asyncDispose]: () => openApi[Symbol.asyncDispose](),
  }
}

test('a status goes the ways it may, and leaves payment and delivery as they are', async () => {
  await using order = await start()
  const { patch, read } = order
  const confirmed = await patch('/status', { status: 'confirmed' })
  expect(confirmed.body).toMatchObject({ id: ids.order(order.number), status: 'confirmed' })
  expect(confirmed.body).toMatchObject({ order_payment: { status: 'pending' }, order_delivery: { status: 'pending' } })
  expect((await patch('/status', { status: 'lost' })).status).toBe(422)
  expect((await patch('/order_delivery_status', { status: 'lost' })).status).toBe(422)
  expect((await patch('/order_delivery_status', { status: 'shipped' })).status).toBe(200)
  expect((await patch('/cancel', { cancelled_reason: { key: 'other' } })).status).toBe(422)
  expect((await patch('/status', { status: 'cancelled' })).status).toBe(422)
  expect((await patch('/status', { status: 'completed' })).status).toBe(200)
  expect((await patch('/status', { status: 'cancelled' })).status).toBe(422)
  expect((await patch('/order_delivery_status', { status: 'arrived' })).status).toBe(422)
  expect(await read()).toMatchObject({
    ...{ status: 'completed', order_payment: { status: 'pending', paid_at: null } },
    order_delivery: { status: 'shipped', arrived_at: null },
    delivery_data: { tracking_number: null },
  })
})

test('a shop without the new returns changes what is completed, too', async () => {
  await using order = await start()
  order.quirks.returnOrderRevamp = false
  await order.patch('/status', { status: 'completed' })
  await order.patch('/order_delivery_status', { status: 'collected' })
  expect((await order.patch('/status', { status: 'cancelled' })).status).toBe(200)
})

test('a status that is there already is accepted, or refused where the sandbox says so', async () => {
  await using order = await start()
  expect((await order.patch('/status', { status: 'pending' })).status).toBe(200)
  order.quirks.sameStatus = 'refused'
  expect((await order.patch('/status', { status: 'pending' })).status).toBe(422)
})

test('a payment is marked without the order being confirmed, and keeps the time it was first paid', async () => {
  await using order = await start()
  const { patch, read, openApi } = order
  expect((await patch('/order_payment_status', { status: 'paid' })).status).toBe(422)
  openApi.clock.advance(HOUR)
  const { body } = await patch('/order_payment_status', { status: 'completed' })
  expect(body).toMatchObject({ order_id: ids.order(order.number), status: 'completed' })
  openApi.clock.advance(HOUR)
  await patch('/order_payment_status', { status: 'refunding' })
  const after = await read()
  expect(after).toMatchObject({ status: 'pending', order_payment: { status: 'refunding', paid_at: body.updated_at } })
  expect(after.updated_at).toBe(after.order_payment.updated_at)
  expect((await openApi.call('orders/search?payment_status=refunding')).json().items).toHaveLength(1)
  expect(order.state.refunds).toEqual([])
})

test('a payment may leave the order as old as it was', async () => {
  await using order = await start()
  const { patch, read, openApi } = order
  order.quirks.paymentMovesOrder = false
  const before = await read()
  openApi.clock.advance(HOUR)
  const at = openApi.clock.now() - 1_000
  await patch('/order_payment_status', { status: 'completed' })
  expect((await read()).updated_at).toBe(before.updated_at)
  const found = (await openApi.call(`orders/search?paid_after=${asked(at)}`)).json().items
  expect(found).toMatchObject([{ id: ids.order(order.number) }])
})

test('cancelling needs a reason, and without more words it refunds and mails', async () => {
  await using order = await start()
  const { patch, state, number } = order
  await patch('/order_payment_status', { status: 'completed' })
  for (const wrong of [{}, { cancelled_reason: { key: 'bored' } }, { cancelled_reason: 'other' }])
    expect((await patch('/cancel', wrong)).status).toBe(422)
  expect((await patch('/cancel', { cancelled_reason: { key: 'other', message: 'gone' } })).body).toEqual({
    order_items_stock_tag: [],
  })
  expect(await order.read()).toMatchObject({ status: 'cancelled', order_payment: { status: 'refunded' } })
  expect(state.refunds).toMatchObject([{ order: number, amount: expect.any(String) }])
  expect(state.mails).toMatchObject([{ kind: 'order_cancelled', to: 'amy@example.com', about: number }])
  expect(state.extras(number).cancellation).toEqual({
    ...{ reason: { key: 'other', message: 'gone' }, operatedBy: 'customer', refundsOrder: true, notifiesByMail: true },
    ...{ revertsCredits: null, revertsMemberPoints: null },
  })
})

test('cancelling with everything said neither refunds nor mails, and restocks only where the shop does', async () => {
  await using order = await start()
  const { patch, state, world, quirks } = order
  const stockOf = () => world.products.get(1)?.stocks[0] ?? 0
  const before = stockOf()
  quirks.cancelRestocks = true
  await patch('/order_payment_status', { status: 'completed' })
  const silent = {
    refund_order: false,
    mail_notify: false,
    operated_by: 'merchant',
    revert_credits: { strategy: 'none' },
  }
  expect((await patch('/cancel', { cancelled_reason: { key: 'other' }, ...silent })).status).toBe(200)
  expect(await order.read()).toMatchObject({ status: 'cancelled', order_payment: { status: 'completed' } })
  expect([state.refunds, state.mails, stockOf()]).toEqual([[], [], before + 2])
})

test('a reference, tracking and address are written where they belong, and nothing else of the body', async () => {
  await using order = await start()
  const before = await order.read()
  order.openApi.clock.advance(HOUR)
  const { body } = await order.patch('', {
    ...{ ref_order_id: 'erp-1', tracking_number: 'AB123', tracking_url: 'https://t.example.com/AB123', tags: ['vip'] },
    ...{ delivery_provider_name: { 'zh-hant': '郵局', en: 'Post' }, order_remarks: 'other' },
    delivery_address: { city: 'Taichung', address_1: 'Road 2', country_code: 'TW', recipient_name: 'Bob' },
    custom_data: [{ field_id: 'f1', value: 'v1' }],
  })
  expect(body).toMatchObject({
    ...{ ref_order_id: 'erp-1', tags: [], order_remarks: before.order_remarks },
    custom_data: [{ field_id: 'f1', value: 'v1' }],
    delivery_data: {
      ...{ tracking_number: 'AB123', url: 'https://t.example.com/AB123' },
      name_translations: { 'zh-hant': '郵局', en: 'Post' },
    },
    delivery_address: {
      ...before.delivery_address,
      ...{ city: 'Taichung', address_1: 'Road 2', country_code: 'TW' },
    },
  })
  expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(before.updated_at))
  const found = (await order.openApi.call('orders/search?delivery_data_tracking_number=AB123')).json().items
  expect(found).toMatchObject([{ id: ids.order(order.number) }])
})

test('a reference is cleared by null and not by an empty text', async () => {
  await using order = await start()
  await order.patch('', { ref_order_id: 'erp-1' })
  expect((await order.patch('', { ref_order_id: '' })).body.ref_order_id).toBe('erp-1')
  expect((await order.patch('', { ref_order_id: null })).body.ref_order_id).toBeNull()
})

test('delivery, address and tracking of a completed order stay, its reference does not', async () => {
  await using order = await start()
  await order.patch('/status', { status: 'completed' })
  for (const body of [{ tracking_number: 'A' }, { delivery_address: { city: 'X' } }, { delivery_data: {} }])
    expect((await order.patch('', body)).status).toBe(422)
  expect((await order.patch('', { ref_order_id: 'erp-1' })).status).toBe(200)
})

test('a pick-up store is shown with the order', async () => {
  await using order = await start()
  const pickup = { location_code: '7', location_name: 'Store 7', store_address: 'Road 7' }
  expect((await order.patch('', { delivery_data: pickup })).body).toMatchObject({ delivery_data: pickup })
})

test('a read by id may show an order as it was before the last call', async () => {
  await using order = await start()
  order.quirks.readLagMs = 2_000
  await order.patch('', { ref_order_id: 'erp-1' })
  expect((await order.read()).ref_order_id).toBeNull()
  order.openApi.clock.advance(2_001)
  expect((await order.read()).ref_order_id).toBe('erp-1')
})

test('messages are added, the private ones to the notes and the others to the conversation', async () => {
  await using order = await start()
  const say = async (body: object) => (await order.write('POST', '/messages', body)).json()
  const note = await say({ text: 'call first', is_private: true, send_by: 'merchant' })
  expect(note).toMatchObject({ text: 'call first', is_private: true, trackable_id: ids.order(order.number) })
  const reply = await say({ text: 'on its way' })
  expect(reply).toMatchObject({ is_private: false, owner_type: 'Merchant' })
  expect(reply.id).not.toBe(note.id)
  await say({ text: 'call first', is_private: true })
  expect((await order.write('POST', '/messages', { is_private: true })).status).toBe(422)
  expect(await order.read()).toMatchObject({
    order_notes: [{ value: 'call first' }, { value: 'call first' }],
    order_comments: [{ owner_type: 'Merchant', value: 'on its way' }],
  })
  expect((await order.write('GET', '/messages')).status).toBe(404)
  order.quirks.listsMessages = true
  expect((await order.write('GET', '/messages')).json().items).toHaveLength(3)
})

test('a delivery has a remark and a status of its own, and does not move the order', async () => {
  await using order = await start()
  const { openApi, number } = order
  const before = await order.read()
  openApi.clock.advance(HOUR)
  const put = (body: object) => openApi.call(`order_deliveries/${ids.delivery(number)}`, { method: 'PUT', body })
  expect((await put({ remark: 'shelf 3', status: 'shipping' })).json()).toMatchObject({
    ...{ id: ids.delivery(number), remark: 'shelf 3', status: 'shipping' },
  })
  expect((await put({ remark: 'x'.repeat(256) })).status).toBe(422)
  expect((await put({ status: 'lost' })).status).toBe(422)
  const after = await order.read()
  expect(after).toMatchObject({ order_delivery: { remark: 'shelf 3', status: 'shipping' } })
  expect(after.updated_at).toBe(before.updated_at)
  expect((await openApi.call(`order_deliveries/${ids.delivery(number)}`)).json().status).toBe('shipping')
  expect((await openApi.call(`order_deliveries/${ids.delivery(9_999)}`)).status).toBe(404)
})

test('tags are replaced and change the order; a wrong length is refused, too many are silently left', async () => {
  await using openApi = await startOpenApi()
  const tag = (number: number, tags: unknown) =>
    openApi.call(`orders/${ids.order(number)}/tags`, { method: 'PUT', body: { tags } })
  expect((await tag(3, ['vip', 'gift'])).json()).toEqual({ tags: ['vip', 'gift'] })
  const at = openApi.world.orders.get(3)?.updatedAt ?? 0
  const read = async (number: number) => (await openApi.call(`orders/${ids.order(number)}`)).json()
  expect(await read(3)).toMatchObject({ tags: ['vip', 'gift'], updated_at: timeOf(at) })
  for (const wrong of ['vip', ['ab'], ['x'.repeat(41)]]) expect((await tag(3, wrong)).status).toBe(422)
  const many = Array.from({ length: 100 }, (_, index) => `tag ${index}`)
  const over = await tag(3, many.slice(0, 11))
  expect([over.status, over.json()]).toEqual([200, { tags: ['vip', 'gift'] }])
  for (let from = 0; from < 90; from += 10) await tag(10 + from / 10, many.slice(from, from + 10))
  const overShop = await tag(4, many.slice(90))
  expect([overShop.status, overShop.json()]).toEqual([200, { tags: [] }])
  expect((await tag(4, many.slice(90, 98))).json().tags).toHaveLength(8)
  expect((await tag(9_999, ['vip'])).status).toBe(404)
})

test('a call that is throttled in the middle of many changes nothing, and the others go through', async () => {
  await using order = await start()
  order.openApi.faults.set({ kind: 'throttle', path: 'messages', count: 1 })
  const say = async (text: string) => (await order.write('POST', '/messages', { text })).status
  expect([await say('a'), await say('b')]).toEqual([429, 200])
  expect(order.state.messages(order.number).map(({ text }) => text)).toEqual(['b'])
})
