import { type Expectation, expectations } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPusher, type Pusher } from './support/pusher.ts'

const worldOf = (platform: string) => `x-${platform}`

const system = await startSystem({
  sandbox: {
    shops: expectations.map(({ platform }) => worldOf(platform)),
    ...{ products: 20, customers: 3, orders: 3, appWrites: true },
  },
  workers: 2,
})
const { sandbox, sql } = system
afterAll(() => system[Symbol.asyncDispose]())

/** What an order of the ERP goes through; each platform takes those of its kinds. */
const lifeOfAnOrder = [
  ['order.update', { note: 'Ring once', tags: ['erp', 'express'] }],
  ['order.mark_paid', {}],
  ['order.fulfill', { tracking: { number: '1Z999', url: 'https://tracking.example.com/1Z999' } }],
] as const

describe.each(expectations)('the examples of docs/pushes.md on $platform', (expectation: Expectation) => {
  const domain = expectation.domainOf(worldOf(expectation.platform))
  const world = expectation.worldOf(sandbox, domain)
  let shopId: string
  let pusher: Pusher
  let location: string

  beforeAll(async () => {
    shopId = await system.connect(domain)
    await waitForRun(system, await findFirstRun(system, shopId))
    pusher = await createPusher(system, shopId)
    const [row] = await sql<{ id: string }[]>`
      select external_id as id from locations where shop_id = ${shopId} order by external_id limit 1`
    location = row?.id ?? '1'
  }, 120_000)

  async function expectExact(): Promise<void> {
    const isEqual = async () => (await system.differences(domain, shopId)) === ''
    await until(isEqual, { timeoutMs: 30_000, intervalMs: 200 }).catch(() => undefined)
    expect(await system.differences(domain, shopId)).toBe('')
  }
  const order = (email: string) =>
    expectation.orderToPush(sandbox, domain, { email, productIds: world.products.ids().slice(0, 2) })
  const ordersOf = (email: string) =>
    world.orders.ids().flatMap((id) => {
      const each = world.orders.get(id)
      return each?.email === email ? each : []
    })
  const mirrorOf = async (ownId: string) => {
    const [row] = await sql<{ cancelled: boolean }[]>`
      select o.cancelled_at is not null or coalesce(o.status_name, o.status, '') in ('cancelled', 'Törölve') as cancelled from orders o
      join object_links l on l.shop_id = o.shop_id and l.external_id = o.external_id and l.entity = 'orders'
      where o.shop_id = ${shopId} and l.own_id = ${ownId}`
    return row
  }

  test('an order of the ERP, from creation to shipment, and one that is cancelled', async () => {
    await pusher.push([
      ['order.create', { own_id: 'SO-1' }, order('anna@example.com')],
      ...lifeOfAnOrder.map(([kind, payload]) => [kind, { own_id: 'SO-1' }, payload] as const),
      ['order.create', { own_id: 'SO-2' }, order('bela@example.com')],
      ['order.cancel', { own_id: 'SO-2' }, { restock: false, refund: false, reason: 'customer' }],
    ])
    await pusher.untilCompleted()
    expect(ordersOf('anna@example.com')).toHaveLength(1)
    expect(ordersOf('bela@example.com')).toHaveLength(1)
    await expectExact()
    expect(await mirrorOf('SO-1')).toMatchObject({ cancelled: false })
    expect(await mirrorOf('SO-2')).toMatchObject({ cancelled: true })
  })

  test('stock that is collected, and one pick that is sent at once unless the shop sold meanwhile', async () => {
    await pusher.settings({ inventory: { enabled: true, interval_minutes: 15, on_conflict: 'hold' } })
    const [first = 0, second = 0] = world.products.ids()
    const sku = (id: number) => ({ sku: world.products.get(id)?.sku ?? '' })
    const held = world.products.get(second)?.stocks[0] ?? 0
    for (const quantity of [5, 6, 7]) await pusher.push([['inventory.set', sku(first), { quantity, location }]])
    await pusher.untilStatus('held', 3)
    await pusher.push([['inventory.set', sku(second), { quantity: 1, location, expected: held + 5 }]])
    await pusher.untilStatus('held', 4)
    await pusher.processAll()
    await pusher.untilStatus('conflict', 1)
    await until(() => world.products.get(first)?.stocks[0] === 7, { timeoutMs: 20_000 })
    expect(world.products.get(second)?.stocks[0]).toBe(held)
    const [conflict] = await pusher.list('conflict')
    expect(conflict?.result).toMatchObject({ actual: held })
    await pusher.resolve(conflict?.id ?? '', 'push')
    await pusher.untilCompleted()
    expect(world.products.get(second)?.stocks[0]).toBe(1)
    await expectExact()
  })

  test('a product that is created, becomes cheaper, and is taken off sale', async () => {
    await pusher.settings({ products: { enabled: true, interval_minutes: 0, on_conflict: 'hold' } })
    const product = expectation.productToPush(sandbox, domain, { sku: 'NB-1', title: 'Notebook', price: '1990' })
    await pusher.push([['product.save', { own_id: 'P-5' }, product]])
    await pusher.untilCompleted()
    const isRead = async () =>
      (await sql`select from product_variants where shop_id = ${shopId} and sku = 'NB-1' and deleted_at is null`)
        .length === 1
    await until(isRead, { timeoutMs: 30_000 })
    await pusher.push([['variant.save', { sku: 'NB-1' }, { price: '1790' }]])
    await pusher.untilCompleted()
    const made = world.products.ids().flatMap((id) => world.products.get(id) ?? [])
    expect(Number(made.find(({ sku }) => sku === 'NB-1')?.gross)).toBeCloseTo(1_790, 2)
    await pusher.push([['product.archive', { own_id: 'P-5' }, {}]])
    await pusher.untilCompleted()
    await expectExact()
  })

  test('a customer with a consent, and a note about a call where the shop has a place for it', async () => {
    await pusher.settings({ customers: { enabled: true, interval_minutes: 0, on_conflict: 'hold' } })
    const anna = { email: 'anna.minta@example.com', first_name: 'Anna', last_name: 'Minta', phone: '+36301234599' }
    await pusher.push([
      ['customer.save', { own_id: 'C-77' }, anna],
      ['customer.consent', { own_id: 'C-77' }, { channel: 'email', subscribed: true }],
      ['customer.save', { own_id: 'C-77' }, { note: 'Asked for an invoice by post.' }],
    ])
    await pusher.untilCompleted()
    const found = world.customers.ids().flatMap((id) => world.customers.get(id) ?? [])
    expect(found.filter(({ email }) => email === anna.email)).toMatchObject([
      { firstName: 'Anna', lastName: 'Minta', newsletter: true },
    ])
    await expectExact()
  })

  test('what failed is found by its reason, sent again, and cancelled', async () => {
    const before = pusher.completed()
    await pusher.pushAnyway([['order.update', { own_id: 'nobody' }, { shipping_address: { city: 'Pécs' } }]])
    await pusher.untilStatus('failed', 1)
    const [failed] = await pusher.list('failed')
    expect(failed?.error).toContain('Create it first')
    expect(await pusher.retry(failed?.id ?? '')).toBe('pending')
    await pusher.untilStatus('failed', 1)
    await pusher.settings({ orders: { enabled: false, interval_minutes: 0, on_conflict: 'hold' } })
    await pusher.push([['order.create', { own_id: 'SO-3' }, order('later@example.com')]])
    await pusher.untilStatus('held', 1)
    expect(await pusher.cancelAll('orders')).toBe(1)
    expect(pusher.completed()).toBe(before)
    expect(ordersOf('later@example.com')).toEqual([])
  })
})
