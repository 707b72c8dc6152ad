import { expect, test } from 'vitest'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { startOpenApi } from './test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Listed = { id: string; archived?: boolean }

const HOUR = 3_600_000
const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))
const line = { id: 1, productId: 1, sku: 'SKU', name: 'Bögre', net: '1', gross: '450', quantity: 2 }

async function list(openApi: TestOpenApi, path: string): Promise<string[]> {
  const { status, json } = await openApi.call(path)
  expect(status).toBe(200)
  return json().items.map(({ id }: Listed) => id)
}

async function read(openApi: TestOpenApi, number: number) {
  return (await openApi.call(`orders/${ids.order(number)}`)).json()
}

test('an order has its payment, delivery and items', async () => {
  await using openApi = await startOpenApi()
  const sold = { lines: [line], shipping: '60', discount: '10', comment: 'ring', customerId: 1, phone: '+36301234567' }
  const { id, createdAt } = openApi.world.addOrder(sold)
  const day = new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')
  expect(await read(openApi, id)).toMatchObject({
    ...{ id: ids.order(id), order_number: `${day}${String(id).padStart(9, '0')}`, status: 'pending' },
    ...{ customer_id: ids.customer(1), is_guest_checkout: false, order_remarks: 'ring', currency_iso: 'TWD' },
    ...{ customer_phone: '0301234567', customer_phone_country_code: '36' },
    ...{ subtotal: { cents: 90_000 }, order_discount: { cents: 1_000 }, total: { cents: 95_000, dollars: 950 } },
    order_payment: { status: 'pending', paid_at: null },
    order_delivery: { id: ids.delivery(id), status: 'pending', total: { cents: 6_000 }, shipped_at: null },
    subtotal_items: [
      {
        ...{ id: ids.line(1), item_id: ids.product(1), item_variation_key: ids.variation(1), quantity: 2 },
        ...{ item_price: { cents: 45_000 }, total: { cents: 90_000 }, title_translations: { 'zh-hant': 'Bögre' } },
      },
    ],
    ...{ created_at: timeOf(createdAt), updated_at: timeOf(createdAt) },
  })
})

test.each([
  ['processing', 'pending', 'pending', 'pending', null],
  ['paid', 'confirmed', 'completed', 'pending', null],
  ['shipped', 'confirmed', 'completed', 'shipped', 'SL'],
  ['complete', 'completed', 'completed', 'arrived', 'SL'],
  ['cancelled', 'cancelled', 'refunded', 'pending', null],
] as const)('status %s of the world is %s, %s and %s', async (worldStatus, status, payment, delivery, tracking) => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addOrder({ lines: [line] })
  openApi.world.changeOrderStatus(id, worldStatus)
  const order = await read(openApi, id)
  expect([order.status, order.order_payment.status, order.order_delivery.status]).toEqual([status, payment, delivery])
  expect(order.delivery_data.tracking_number?.slice(0, 2) ?? null).toBe(tracking)
})

test('a change of the delivery does not change the order, and only searches by delivery find it', async () => {
  await using openApi = await startOpenApi()
  const before = await read(openApi, 3)
  openApi.clock.advance(HOUR)
  const at = Math.floor(openApi.clock.now() / 1_000) * 1_000
  const change = { method: 'PATCH', body: { status: 'collected', mail_notify: false } } as const
  const answer = await openApi.call(`orders/${ids.order(3)}/order_delivery_status`, change)
  expect([answer.status, answer.json().status]).toEqual([200, 'collected'])

  const after = await read(openApi, 3)
  expect(after.updated_at).toBe(before.updated_at)
  expect(Date.parse(after.order_delivery.updated_at)).toBeGreaterThanOrEqual(at)
  expect(after.order_delivery).toMatchObject({ status: 'collected', collected_at: after.order_delivery.updated_at })
  expect(await list(openApi, `orders?updated_after=${asked(at)}`)).toEqual([])
  expect(await list(openApi, `orders/search?collected_after=${asked(at)}`)).toEqual([ids.order(3)])
  expect(await list(openApi, `orders/search?collected_after=${asked(at + HOUR)}`)).toEqual([])
  expect(await list(openApi, `orders/search?shipped_after=${asked(at)}`)).toEqual([])
  expect(await list(openApi, 'orders/search?delivery_statuses[]=collected')).toEqual([ids.order(3)])
})

test('an archived order is not found by id, and flagged in lists', async () => {
  await using openApi = await startOpenApi()
  openApi.shop.state.archive(3)
  expect((await openApi.call(`orders/${ids.order(3)}`)).status).toBe(410)
  const { items } = (await openApi.call(`orders?order_ids[]=${ids.order(3)}&order_ids[]=${ids.order(4)}`)).json()
  expect(items.map(({ id, archived }: Listed) => [id, archived])).toEqual([
    [ids.order(4), undefined],
    [ids.order(3), true],
  ])
})

test('a basket and a deleted order are not found', async () => {
  await using openApi = await startOpenApi()
  const basket = openApi.world.addOrder({ status: null })
  openApi.world.deleteOrder(3)
  for (const number of [basket.id, 3, 9_999])
    expect((await openApi.call(`orders/${ids.order(number)}`)).status).toBe(404)
  const wanted = [basket.id, 3, 4].map((number) => `order_ids[]=${ids.order(number)}`).join('&')
  expect(await list(openApi, `orders?${wanted}`)).toEqual([ids.order(4)])
})

test('bounds of lists are inclusive', async () => {
  await using openApi = await startOpenApi()
  const { updatedAt = 0, createdAt = 0 } = openApi.world.orders.get(20) ?? {}
  const wanted = [ids.order(20)]
  expect(await list(openApi, `orders?updated_after=${asked(updatedAt)}&updated_before=${asked(updatedAt)}`)).toEqual(
    wanted,
  )
  expect(await list(openApi, `orders?created_after=${asked(createdAt)}&created_before=${asked(createdAt)}`)).toEqual(
    wanted,
  )
  expect(
    await list(openApi, `orders?updated_after=${asked(updatedAt + 1_000)}&updated_before=${asked(updatedAt + 2_000)}`),
  ).toEqual([])
  expect((await openApi.call('orders?updated_after=soon')).status).toBe(400)
  expect((await openApi.call('orders/search?shipped_after=soon')).status).toBe(422)
})

test('the cursor returns every order once, even when one is deleted during the read', async () => {
  await using openApi = await startOpenApi()
  const placed = openApi.world.placedOrders().map(ids.order)
  const walked: string[] = []
  for (let items = await list(openApi, 'orders?per_page=10'); items.length > 0; ) {
    walked.push(...items)
    if (walked.length === 10) openApi.world.deleteOrder(openApi.world.placedOrders().at(-10) ?? 0)
    items = await list(openApi, `orders?per_page=10&page=7&previous_id=${walked.at(-1)}`)
  }
  expect(walked).toEqual(placed.toReversed())
})

test('an order keeps the names of its products and customer after their deletion', async () => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addOrder({
    lines: [1, 2].map((productId) => ({ ...line, id: productId, productId })),
    customerId: 1,
  })
  const before = await read(openApi, id)
  for (const number of [2, 3, 1]) openApi.world.deleteProduct(number)
  openApi.world.deleteCustomer(1)
  expect(await read(openApi, id)).toEqual(before)
})

test('a status that an order reached twice has the first time', async () => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addOrder({ lines: [line] })
  const twice = ['paid', 'shipped', 'complete', 'paid', 'shipped', 'complete'] as const
  const times = twice.map((status) => {
    openApi.clock.advance(HOUR)
    return timeOf(openApi.world.changeOrderStatus(id, status).updatedAt)
  })
  const [paid, shipped, completed] = times
  expect(await read(openApi, id)).toMatchObject({
    ...{ confirmed_at: paid, completed_at: completed, updated_at: times.at(-1) },
    order_payment: { paid_at: paid },
    order_delivery: { shipped_at: shipped, arrived_at: completed, updated_at: times.at(-1) },
  })
})

test('a delivery has the time of change of its order until only the delivery changes', async () => {
  await using openApi = await startOpenApi()
  openApi.clock.advance(HOUR)
  const at = openApi.world.updateOrder(3, { comment: 'ring' }).updatedAt
  expect(await read(openApi, 3)).toMatchObject({ updated_at: timeOf(at), order_delivery: { updated_at: timeOf(at) } })
})

test('all tags of a shop are listed once, alphabetically', async () => {
  await using openApi = await startOpenApi()
  const tag = (number: number, tags: string[]) =>
    openApi.call(`orders/${ids.order(number)}/tags`, { method: 'PUT', body: { tags } })
  await tag(3, ['vip', 'gift'])
  await tag(4, ['gift', 'abroad'])
  expect((await openApi.call('orders/tags')).json()).toEqual({ tags: ['abroad', 'gift', 'vip'] })
})

test('an order has a log of its statuses, an unknown order an empty one', async () => {
  await using openApi = await startOpenApi()
  const { id, createdAt } = openApi.world.addOrder({ lines: [line] })
  openApi.world.changeOrderStatus(id, 'paid', '')
  const logs = await openApi.call(`orders/${ids.order(id)}/action_logs`)
  expect(logs.json().items).toMatchObject([
    { key: 'created_order', created_at: timeOf(createdAt) },
    { key: 'updated_order_status', data: { status: 'confirmed' } },
  ])
  expect((await openApi.call(`orders/${ids.order(999_999)}/action_logs`)).json()).toEqual({ items: [] })
  expect((await openApi.call('orders/transactions')).json()).toEqual({ items: [] })
})
