import type { Order } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shoprenter/testing'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const DOMAIN = 'r-orders'
const ORDERS = 12

const system = await startSystem({
  sandbox: { shops: [DOMAIN], products: 10, customers: 3, orders: 3, appWrites: true },
  workers: 3,
})
const { sandbox, api, stack } = system
const world = sandbox.world(DOMAIN)
afterAll(() => system[Symbol.asyncDispose]())

let shopId: string
beforeAll(async () => {
  shopId = await system.connect(DOMAIN)
  await waitForRun(system, await findFirstRun(system, shopId))
  const immediately = { enabled: true, interval_minutes: 0, on_conflict: 'hold' }
  const settings = { orders: immediately, customers: immediately, products: immediately }
  await system.operator.put(`/api/v1/shops/${shopId}/push-settings`, settings)
})

interface PushView {
  status: string
  error: string | null
}

async function push(pushes: readonly object[]): Promise<void> {
  await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
}

async function untilCompleted(count: number): Promise<void> {
  const list = () => api.get<PushView[]>(`/api/v1/pushes?shop=${shopId}&limit=200`)
  const isDone = async () => {
    const pushes = await list()
    return pushes.length === count && pushes.every(({ status }) => status === 'completed')
  }
  await until(isDone, { timeoutMs: 100_000, intervalMs: 200 }).catch(() => undefined)
  expect((await list()).filter(({ status }) => status !== 'completed')).toEqual([])
}

async function untilEqual(): Promise<void> {
  const isEqual = async () => (await system.differences(DOMAIN, shopId)) === ''
  await until(isEqual, { timeoutMs: 30_000, intervalMs: 200 }).catch(() => undefined)
  expect(await system.differences(DOMAIN, shopId)).toBe('')
}

const quantityOf = ({ lines }: Order) => lines[0]?.quantity ?? 0
const noteOf = (index: number) => `SO-${index} of the ERP`
const pushed = () =>
  world.orders.ids().flatMap((id) => {
    const order = world.orders.get(id)
    return order?.comment.endsWith('of the ERP') && order.status !== null ? [order] : []
  })

test('orders are in the shop once each, whatever answers get lost and workers die', async () => {
  const [id = 0] = world.products.ids()
  const sku = world.products.get(id)?.sku
  const address = {
    first_name: 'Anna',
    last_name: 'Minta',
    address1: 'Fő u. 1.',
    city: 'Pécs',
    zip: '7621',
    country_code: 'HU',
  }
  const order = (index: number) => ({
    ...{ key: `order-${index}`, kind: 'order.create', object: { own_id: `SO-${index}` } },
    payload: {
      ...{ status: 'Feldolgozás alatt', email: `anna${index}@example.com`, phone: '+36301234567', note: noteOf(index) },
      lines: [{ variant: { sku }, quantity: index + 1, price: '1270', tax_rate: '27' }],
      shipping: { title: 'Házhozszállítás', price: '990', tax_rate: '27' },
      shipping_address: address,
    },
  })
  sandbox.faults.set(
    ...[0, 3, 6].map((after) => ({ kind: 'answerLost', path: 'orders', shop: DOMAIN, count: 1, after }) as const),
    { kind: 'batchTimeout', path: 'orderTotals', shop: DOMAIN, count: 2, after: 3 },
    { kind: 'throttle', path: 'batch', shop: DOMAIN, count: 2 },
  )
  await push(Array.from({ length: ORDERS }, (_, index) => order(index)))
  await until(() => pushed().length > 2, { timeoutMs: 60_000, intervalMs: 50 })
  await system.kill(stack.workers[0])
  await untilCompleted(ORDERS)

  const orders = pushed().toSorted((a, b) => quantityOf(a) - quantityOf(b))
  expect(orders.map(({ comment }) => comment)).toEqual(Array.from({ length: ORDERS }, (_, index) => noteOf(index)))
  const admin = new Map(
    sandbox.shoprenter
      .shop(DOMAIN)
      .adminOrders()
      .map((each) => [each.innerId, each]),
  )
  for (const [index, { id, lines }] of orders.entries()) {
    expect(lines).toMatchObject([{ sku, quantity: index + 1, net: '1000.0000' }])
    expect(admin.get(String(id))).toMatchObject({ isShownProperly: true, total: `${1_270 * (index + 1) + 990}.0000` })
  }
  await untilEqual()
})

test('an order is changed by its own id, a customer and a product arrive, and the mirror shows them', async () => {
  const object = { own_id: 'SO-1' }
  const variants = [{ sku: 'UJ-1', price: '2540', tax_class: ids.taxClass(10) }]
  await push([
    { key: 'paid', kind: 'order.set_status', object, payload: { status: 'Fizetve' } },
    { key: 'contact', kind: 'order.update', object, payload: { email: 'uj@example.com' } },
    {
      ...{ key: 'customer', kind: 'customer.save', object: { own_id: 'C-1' } },
      payload: { email: 'c1@example.com', first_name: 'Béla', last_name: 'Minta', phone: '+36301112233' },
    },
    { key: 'product', kind: 'product.save', object: { own_id: 'P-1' }, payload: { title: 'Új', variants } },
  ])
  await untilCompleted(ORDERS + 4)
  expect(pushed().find(({ comment }) => comment === noteOf(1))).toMatchObject({
    status: 'paid',
    email: 'uj@example.com',
  })
  await push([
    {
      key: 'consent',
      kind: 'customer.consent',
      object: { own_id: 'C-1' },
      payload: { channel: 'email', subscribed: true },
    },
    { key: 'tags', kind: 'tags.add', object: { type: 'product', own_id: 'P-1' }, payload: { tags: ['új'] } },
    { key: 'cancel', kind: 'order.cancel', object: { own_id: 'SO-2' }, payload: { restock: false } },
  ])
  await untilCompleted(ORDERS + 7)
  const customers = world.customers.ids().map((id) => world.customers.get(id))
  expect(customers.find((customer) => customer?.email === 'c1@example.com')).toMatchObject({ newsletter: true })
  const products = world.products.ids().map((id) => world.products.get(id))
  expect(products.find((product) => product?.sku === 'UJ-1')).toMatchObject({ gross: '2540', tags: ['új'] })
  expect(pushed().find(({ comment }) => comment === noteOf(2))?.status).toBe('cancelled')
  await untilEqual()
})
