import { afterEach, expect, test } from 'vitest'
import { idOf } from '../ids.ts'
import { shoprenterTruth } from '../truth.ts'
import { openWriteStage, ref } from '../write-stage.ts'

type Stage = Awaited<ReturnType<typeof openWriteStage>>
type Wire = Record<string, unknown>

const open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stage) => stage.close()))
})

async function start(...options: Parameters<typeof openWriteStage>): Promise<Stage> {
  const stage = await openWriteStage(...options)
  open.push(stage)
  return stage
}

const info = { partner_order_id: 'push-1', partner_prefix: 'SHOPMIRROR' }
const header = {
  ...{ firstname: 'Anna', lastname: 'Minta', email: 'anna@example.com', phone: '+36301234567', comment: 'Délután' },
  ...{
    shippingFirstname: 'Anna',
    shippingLastname: 'Minta',
    shippingAddress1: 'Fő u. 1.',
    shippingAddress2: 'II. em.',
  },
  ...{ shippingCity: 'Budapest', shippingPostcode: '1011', shippingCountryName: 'Magyarország' },
  ...{
    paymentFirstname: 'Béla',
    paymentLastname: 'Minta',
    paymentCompany: 'Minta Kft.',
    paymentAddress1: 'Mellék u. 2.',
  },
  ...{ paymentCity: 'Wien', paymentPostcode: '1010', paymentCountryName: 'Ausztria' },
  ...{ shippingMethodName: 'GLS', shippingMethodExtension: 'GLSPARCELPOINT', paymentMethodName: 'Utalás' },
  ...{ paymentMethodCode: 'BANK_TRANSFER', paymentMethodTaxRate: '0', total: null, value: '1.00000000' },
  ...{
    couponTaxRate: '-1.0000',
    ip: '203.0.113.9',
    shippingCountry: ref('country', 97),
    paymentCountry: ref('country', 14),
  },
  ...{ language: ref('language', 1), currency: ref('currency', 4), shippingMode: ref('shippingMode', 19) },
  ...{ customer: ref('customer', 3), customerGroup: ref('group', 8), externalInfo: info },
}
const totals = [
  { type: 'SUB_TOTAL', name: 'Nettó részösszeg:', value: '4724.4094', sortOrder: '1' },
  { type: 'TAX', name: 'ÁFA:', value: '1275.5906', sortOrder: '2' },
  { type: 'SUB_TOTAL_WITH_TAX', name: 'Részösszeg:', value: '6000', sortOrder: '3' },
  { type: 'SHIPPING', name: 'Szállítás:', value: 990, sortOrder: '4' },
  { type: 'TOTAL', name: 'Bruttó végösszeg:', value: '6990', sortOrder: '5' },
]
const line = {
  ...{ name: 'Piros bögre', sku: 'BOGRE-01', price: '2362.2047', originalPrice: '2362.2047', total: '4724.4094' },
  ...{ taxRate: '27', stock1: 2, stock2: '0', product: ref('product', 1), subtractStock: '1' },
}

/** All calls of the vendor's example; the order's id. */
async function createWhole({ call }: Stage, fields: Wire = {}): Promise<string> {
  const { body } = await call('POST', 'orders', { ...header, orderStatus: ref('status', 1), ...fields })
  const order = { id: String(body.id) }
  for (const total of totals) await call('POST', 'orderTotals', { ...total, order })
  await call('POST', 'orderProducts', { ...line, order })
  await call('PUT', `orders/${order.id}`, { total: '6990' })
  return order.id
}

test('an order is made of its header, amounts, lines and total, and every read shows it', async () => {
  const stage = await start()
  const id = await createWhole(stage)
  const order = await stage.get(`orderExtend/${id}`)
  expect(order).toMatchObject({
    ...{ innerId: '11', firstname: 'Anna', comment: 'Délután', total: '6990.0000', externalInfo: info },
    ...{ shippingAddress2: 'II. em.', shippingCity: 'Budapest', paymentCity: 'Wien', paymentCompany: 'Minta Kft.' },
    ...{ shippingCountry: { isoCode2: 'HU' }, paymentMethodCode: 'BANK_TRANSFER', paymentMethodTaxRate: '0.0000' },
    orderTotals: totals.map(({ type, value }) => ({ type, value: Number(value).toFixed(4) })),
    orderProducts: [{ sku: 'BOGRE-01', price: '2362.2047', stock1: '2', stock2: '0', taxRate: '27.0000' }],
  })
  expect(await stage.items('orderExtend?full=1&innerId=11')).toEqual([order])
  expect(await stage.items(`orderTotals?full=1&orderId=${id}`)).toHaveLength(5)
  expect(await stage.items(`orderProducts?full=1&orderId=${id}`)).toMatchObject([{ name: 'Piros bögre' }])
  expect(stage.world.orders.get(11)).toMatchObject({
    ...{ status: 'processing', customerId: 3, shipping: '990', address: { city: 'Budapest' } },
    lines: [{ productId: 1, quantity: 2, gross: '3000' }],
  })
  const { orders = [], order_lines: lines = [] } = shoprenterTruth(stage.shop.api)
  expect(orders.at(-1)).toMatchObject({
    externalId: id,
    fields: {
      ...{ total: '6990.0000', subtotal: '6000', shipping_total: '990', presentment_total: '6990' },
      ...{ shipping_method: 'GLS', payment_method: 'Utalás', customer_external_id: idOf.customer(3) },
      shipping_address: { address2: 'II. em.', country: 'HU' },
      billing_address: { first_name: 'Béla', city: 'Wien', country: 'AT' },
    },
  })
  expect(lines.at(-1)?.fields).toMatchObject({ order_external_id: id, price: '3000', total: '6000', quantity: 2 })
})

test('orders have links where orderExtend has objects', async () => {
  const stage = await start()
  const id = await createWhole(stage)
  const { currency, orderProducts, orderTotals, shippingCountry, ...rest } = await stage.get(`orders/${id}`)
  expect([currency, shippingCountry].map((link) => Object.keys(link as Wire))).toEqual([['href'], ['href']])
  expect(orderProducts).toEqual({ href: expect.stringMatching(`/orderProducts\\?orderId=${id}$`) })
  expect(orderTotals).toEqual({ href: expect.stringMatching(`/orderTotals\\?orderId=${id}$`) })
  expect(rest).toMatchObject({ total: '6990.0000', externalInfo: info })
  expect(await stage.items('orders?full=1&innerId=11')).toMatchObject([rest])
})

test('without a status it is an abandoned cart, without its amounts the admin does not show it properly', async () => {
  const stage = await start()
  const { body } = await stage.call('POST', 'orders', header)
  const listed = async () => (await stage.items('orders?full=1&excludeAbandonedCart=1')).map(({ id }) => id)
  const isExpected = () => shoprenterTruth(stage.shop.api).orders?.some(({ externalId }) => externalId === body.id)
  expect([(await listed()).includes(body.id), isExpected()]).toEqual([false, false])

  await stage.call('PUT', `orders/${body.id}`, { orderStatus: ref('status', 1) })
  expect([(await listed()).includes(body.id), isExpected()]).toEqual([true, true])
  expect(stage.shop.adminOrders()).toMatchObject([
    { isShownProperly: false, missingTotals: ['SUB_TOTAL', 'TAX', 'SUB_TOTAL_WITH_TAX', 'SHIPPING', 'TOTAL'] },
  ])
  for (const total of totals) await stage.call('POST', 'orderTotals', { ...total, order: { id: body.id } })
  expect(stage.shop.adminOrders()).toMatchObject([{ isShownProperly: true, missingTotals: [] }])
})

test('a type with a stray blank is stored as empty', async () => {
  const stage = await start()
  const id = await createWhole(stage)
  const { body } = await stage.call('POST', 'orderTotals', { ...totals[0], type: 'COUPON ', order: { id } })
  expect(body.type).toBe('')
})

test('a repeated POST makes another order, with the same external info', async () => {
  const stage = await start()
  const ids = [await createWhole(stage), await createWhole(stage)]
  expect((await stage.items('orders?full=1&externalInfo=push-1')).map(({ id }) => id)).toEqual(ids)
})

test.each([
  ['order_id', 'push-1', 1],
  ['order_id', 'SHOPMIRROR', 0],
  ['prefix_order_id', 'SHOPMIRROR-push-1', 1],
  ['prefix_order_id', 'push-1', 0],
  ['json', JSON.stringify(info), 1],
  ['contains', 'ush', 1],
  ['ignored', 'whatever', 11],
] as const)('the filter by external info, read as %s, finds for %s so many: %d', async (reading, value, count) => {
  const stage = await start({}, { rules: { externalInfoFilter: reading } })
  await createWhole(stage)
  expect(await stage.items(`orders?externalInfo=${encodeURIComponent(value)}`)).toHaveLength(count)
})

test('external info needs both of its parts', async () => {
  const { call } = await start()
  const { status, body } = await call('POST', 'orders', { externalInfo: { partner_order_id: 'push-1' } })
  expect([status, body.error]).toEqual([400, 40_003])
  expect((await call('GET', 'orders?innerId=11')).body.items).toEqual([])
})

test('it is found by e-mail and time of creation', async () => {
  const stage = await start()
  stage.sandbox.clock.advance(1_800_000)
  const id = await createWhole(stage)
  const { dateCreated } = await stage.get(`orders/${id}`)
  expect(
    (await stage.items(`orders?full=1&email=anna@example.com&createdAtMin=${dateCreated}`)).map((each) => each.id),
  ).toEqual([id])
  expect(await stage.items(`orders?email=b@example.com&createdAtMin=${dateCreated}`)).toEqual([])
})

test('a change leaves out what was not sent', async () => {
  const stage = await start()
  const before = await stage.get(`orders/${idOf.order(3)}`)
  const { status, body } = await stage.call('PUT', `orders/${idOf.order(3)}`, {
    data: { shippingCity: 'Eger', phone: '+3612345678' },
  })
  expect(status).toBe(200)
  const { dateUpdated, ...rest } = before
  expect(body).toMatchObject({ ...rest, shippingCity: 'Eger', phone: '+3612345678' })
  expect(body.dateUpdated).not.toBe(dateUpdated)
  expect(stage.world.orders.get(3)?.address.city).toBe('Eger')
})

test.each([
  [{ innerId: '5' }, 400, 40_002],
  [{ dateCreated: '2026-01-01T00:00:00' }, 400, 40_002],
  [{ trackingNumber: 'AB1' }, 400, 40_010],
  [{ total: 'much' }, 400, 40_005],
  [{ orderStatus: 'paid' }, 400, 40_005],
  [{ orderStatus: { id: idOf.status(99) } }, 400, 40_006],
  [{ customer: { id: idOf.order(1) } }, 400, 40_006],
  [{}, 400, 40_001],
])('%j is refused, and nothing changes', async (fields, status, code) => {
  const stage = await start()
  const before = stage.world.orders.get(2)
  const answer = await stage.call('PUT', `orders/${idOf.order(2)}`, { comment: 'x', ...fields })
  const emptyAnswer = await stage.call('PUT', `orders/${idOf.order(2)}`, fields)
  const refused = Object.keys(fields).length === 0 ? emptyAnswer : answer
  expect([refused.status, refused.body.error]).toEqual([status, code])
  if (refused === answer) expect(stage.world.orders.get(2)).toEqual(before)
})

test('lines and amounts are changed and deleted one by one, and sums stay as they are', async () => {
  const stage = await start()
  const id = await createWhole(stage)
  const [made] = await stage.items(`orderProducts?full=1&orderId=${id}`)
  const changed = await stage.call('PUT', `orderProducts/${made?.id}`, { stock1: '1', stock2: '3' })
  expect([changed.status, changed.body.stock1, changed.body.stock2]).toEqual([200, '1', '3'])
  expect(stage.world.orders.get(11)?.lines[0]?.quantity).toBe(4)
  expect((await stage.get(`orders/${id}`)).total).toBe('6990.0000')

  const remove = () => stage.call('DELETE', `orderProducts/${made?.id}`)
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
  const [first] = await stage.items(`orderTotals?full=1&orderId=${id}`)
  expect((await stage.call('PUT', `orderTotals/${first?.id}`, { value: '1' })).body.value).toBe('1.0000')
  expect((await stage.call('DELETE', `orderTotals/${first?.id}`)).status).toBe(204)
  expect(await stage.items(`orderTotals?orderId=${id}`)).toHaveLength(4)
})

test('lines of orders that the shop took can be changed, too', async () => {
  const stage = await start()
  const before = await stage.get(`orderExtend/${idOf.order(1)}`)
  const [first] = before.orderProducts as { id: string }[]
  await stage.call('PUT', `orderProducts/${first?.id}`, { stock1: '9' })
  const after = await stage.get(`orderExtend/${idOf.order(1)}`)
  expect(after.orderProducts).toMatchObject([
    { id: first?.id, stock1: '9' },
    ...(before.orderProducts as Wire[]).slice(1),
  ])
  expect([after.total, after.orderTotals]).toEqual([before.total, before.orderTotals])
})

test('orders cannot be deleted', async () => {
  const { call, world } = await start()
  expect((await call('DELETE', `orders/${idOf.order(1)}`)).status).toBe(405)
  expect(world.orders.get(1)).not.toBeNull()
})

test('a line lowers stock only where lines made by the API do', async () => {
  for (const linesLowerStock of [false, true]) {
    const stage = await start({}, { rules: { linesLowerStock, stornoRestocks: true } })
    const before = stage.world.products.get(1)?.stocks[0] ?? 0
    const id = await createWhole(stage)
    expect(stage.world.products.get(1)?.stocks[0]).toBe(linesLowerStock ? before - 2 : before)
    await stage.call('PUT', `orders/${id}`, { orderStatus: ref('status', 5) })
    expect(stage.world.products.get(1)?.stocks[0]).toBe(before)
  }
})

test('the storno status of the settings cancels, adds to the history and sends the webhook', async () => {
  const stage = await start()
  stage.subscribe('order_status_change')
  stage.subscribe('order_confirm')
  const [setting] = await stage.items('settings?full=1&key=storno_order_status_id')
  const id = await createWhole(stage)
  await stage.call('PUT', `orders/${id}`, { orderStatus: ref('status', Number(setting?.value)) })
  expect(stage.world.orders.get(11)?.status).toBe('cancelled')
  expect(await stage.items(`orderHistories?full=1&orderId=${id}`)).toMatchObject([
    { orderStatus: { href: expect.stringContaining(idOf.status(1)) } },
    { orderStatus: { href: expect.stringContaining(idOf.status(5)) } },
  ])
  expect(await stage.items('orders?innerId=11&excludeStorno=1')).toEqual([])
  expect(await stage.webhooks()).toMatchObject([
    { orders: { order: [{ innerId: '11', orderHistory: { status: '1' } }] } },
    { orders: { order: [{ innerId: '11', totalGross: '6990.0000', orderHistory: { status: '5' } }] } },
  ])
})

test('writes may also send no webhook and leave no history', async () => {
  const stage = await start({}, { rules: { writesSendWebhooks: false, statusAddsHistory: false } })
  stage.subscribe('order_status_change')
  stage.subscribe('order_confirm')
  const id = await createWhole(stage)
  await stage.call('PUT', `orders/${id}`, { orderStatus: ref('status', 2) })
  expect([await stage.webhooks(), stage.world.orders.get(11)?.history]).toEqual([[], []])
  expect(stage.world.orders.get(11)?.status).toBe('paid')

  stage.world.changeOrderStatus(11, 'shipped')
  expect(await stage.webhooks()).toHaveLength(1)
})

test('an OuterID given at creation is the id in all answers', async () => {
  const stage = await start()
  stage.subscribe('order_confirm')
  const { status, body } = await stage.call('POST', 'orders/push-7', { ...header, orderStatus: ref('status', 1) })
  expect([status, body.id, String(body.href).endsWith('/orders/push-7')]).toEqual([201, 'push-7', true])
  await stage.call('POST', 'orderProducts', { ...line, order: { id: 'push-7' } })
  expect((await stage.get('orderExtend/push-7')).orderProducts).toMatchObject([
    { order: { href: expect.stringMatching(/\/orders\/push-7$/) } },
  ])
  expect(shoprenterTruth(stage.shop.api).orders?.at(-1)?.externalId).toBe('push-7')
  expect(await stage.webhooks()).toMatchObject([
    { orders: { order: [{ innerResourceId: `orders/${idOf.order(11)}`, outerResourceId: 'orders/push-7' }] } },
  ])
})

test('POST to an OuterID that exists changes the object or is refused, PUT to an unknown one fails', async () => {
  const stage = await start()
  await stage.call('POST', 'orders/push-7', header)
  const again = await stage.call('POST', 'orders/push-7', { comment: 'másik' })
  expect([again.status, again.body.comment, stage.world.orders.ids().length]).toEqual([200, 'másik', 11])
  stage.shop.api.rules.outerIdAgain = 'refuse'
  expect((await stage.call('POST', 'orders/push-7', header)).body.error).toBe(40_005)
  expect((await stage.call('POST', 'orders', { ...header, id: 'push-7' })).body.error).toBe(40_005)
  expect((await stage.call('PUT', 'orders/push-8', header)).body.error).toBe(40_007)
  expect((await stage.call('PUT', `orders/${idOf.order(99)}`, header)).status).toBe(404)
  expect(stage.world.orders.ids()).toHaveLength(11)
})

test('a batch makes a whole order by its OuterID, and goes on after a request that fails', async () => {
  const stage = await start()
  const order = { id: 'push-9' }
  const { status, parts } = await stage.batch([
    { method: 'POST', path: 'orders/push-9', data: header },
    { method: 'POST', path: 'orderTotals', data: { ...totals[0], order: { id: 'push-0' } } },
    ...totals.map((total) => ({ method: 'POST', path: 'orderTotals', data: { ...total, order } })),
    { method: 'POST', path: 'orderProducts', data: { ...line, order } },
    { method: 'PUT', path: 'orders/push-9', data: { total: '6990', orderStatus: ref('status', 1) } },
  ])
  expect([status, parts.map((part) => part.status)]).toEqual([200, [201, 400, 201, 201, 201, 201, 201, 201, 200]])
  expect(parts[1]?.body.message).toEqual(expect.any(String))
  expect(await stage.get('orderExtend/push-9')).toMatchObject({ total: '6990.0000', orderTotals: { length: 5 } })
  expect(stage.shop.adminOrders()).toMatchObject([{ isShownProperly: true }])
})

test('a batch that runs out of time has done what came before', async () => {
  const stage = await start()
  stage.sandbox.faults.set({ kind: 'batchTimeout', after: 2, count: 1 })
  const parts = [1, 2, 3, 4].map((number) => ({ method: 'POST', path: `orders/push-${number}`, data: header }))
  expect((await stage.batch(parts)).status).toBe(504)
  expect(stage.world.orders.ids()).toHaveLength(12)
  expect((await stage.batch(parts)).parts.map(({ status }) => status)).toEqual([200, 200, 201, 201])
})

test('single requests of a batch can be throttled or fail, and are then not carried out', async () => {
  const stage = await start()
  stage.sandbox.faults.set(
    { kind: 'batchThrottle', path: 'push-2', count: 1 },
    { kind: 'batchError', path: 'push-3', count: 1 },
  )
  const parts = [1, 2, 3, 4].map((number) => ({ method: 'POST', path: `orders/push-${number}`, data: header }))
  expect((await stage.batch(parts)).parts.map(({ status }) => status)).toEqual([201, 429, 500, 201])
  expect(stage.world.orders.ids()).toHaveLength(12)
})

test('a batch without data is refused', async () => {
  const { call } = await start()
  const { status, body } = await call('POST', 'batch', { requests: [] })
  expect([status, body.message]).toEqual([400, 'data parameter not found'])
})

test.each(['answerFailed', 'error'] as const)(
  'a 500 says nothing about whether the order was made: %s',
  async (kind) => {
    const stage = await start()
    stage.sandbox.faults.set({ kind, path: 'orders', count: 1 })
    expect((await stage.call('POST', 'orders', header)).status).toBe(500)
    expect(await stage.items('orders?externalInfo=push-1')).toHaveLength(kind === 'error' ? 0 : 1)
  },
)

test('an answer can get lost after the order was made', async () => {
  const stage = await start()
  stage.sandbox.faults.set({ kind: 'answerLost', path: 'orders', count: 1 })
  await expect(stage.call('POST', 'orders', header)).rejects.toThrow()
  expect(await stage.items('orders?externalInfo=push-1')).toHaveLength(1)
})

test('the webhook of a write can arrive before its answer', async () => {
  const stage = await start()
  stage.subscribe('order_confirm')
  stage.sandbox.faults.set({ kind: 'echoFirst', path: 'orders', count: 1 })
  await stage.call('POST', 'orders', { ...header, orderStatus: ref('status', 1) })
  expect(stage.received).toHaveLength(1)
})

test('emptyBody=1 empties the answer', async () => {
  const { call } = await start()
  expect(await call('POST', 'orders?emptyBody=1', header)).toEqual({ status: 201, body: [] })
})

test('an app that only reads may not write orders', async () => {
  const { call, world } = await start({ appWrites: false })
  expect((await call('POST', 'orders', header)).status).toBe(403)
  expect((await call('POST', 'orderTotals', totals[0])).status).toBe(403)
  expect(world.orders.ids()).toHaveLength(10)
})

test('a batch takes one call of the allowance, or one for each of its requests', async () => {
  const stage = await start({}, { requestsPerSecond: 3 })
  const parts = [1, 2, 3, 4, 5].map((number) => ({ method: 'POST', path: `orders/push-${number}`, data: header }))
  expect((await stage.batch(parts.slice(0, 4))).parts.map(({ status }) => status)).toEqual([201, 201, 201, 201])

  const strict = await start({}, { requestsPerSecond: 3, rules: { batchCounts: 'requests' } })
  expect((await strict.batch(parts)).parts.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429])
  expect(strict.world.orders.ids()).toHaveLength(13)
})

test('an order that the merchant deletes leaves its OuterID behind', async () => {
  const stage = await start()
  await stage.call('POST', 'orders/push-7', header)
  stage.world.deleteOrder(11)
  expect((await stage.call('GET', 'orders/push-7')).status).toBe(404)
  expect((await stage.call('POST', 'orders/push-7', header)).body.error).toBe(40_005)
})

test('invoices are links of an order, and may be there twice', async () => {
  const stage = await start()
  const invoice = {
    invoiceId: 'A-1',
    invoicePath: 'https://example.com/a1.pdf',
    invoiceType: 'normal',
    order: ref('order', 1),
  }
  const made = await stage.call('POST', 'orderInvoices', invoice)
  await stage.call('POST', 'orderInvoices', invoice)
  expect([made.status, await stage.items('orderInvoices')]).toMatchObject([201, { length: 2 }])
  expect((await stage.call('PUT', `orderInvoices/${made.body.id}`, { invoiceType: 'storno' })).body.invoiceType).toBe(
    'storno',
  )
  expect((await stage.call('POST', 'orderInvoices', { ...invoice, invoiceType: 'bill' })).body.error).toBe(40_005)
  expect((await stage.call('POST', 'orderInvoices', { ...invoice, invoicePath: '' })).body.error).toBe(40_003)
  expect((await stage.call('DELETE', `orderInvoices/${made.body.id}`)).status).toBe(204)
})
