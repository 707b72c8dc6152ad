import { randomUUID } from 'node:crypto'
import { createCaller, ids } from '@shopmirror/sandbox/shoprenter/testing'
import { describeDifferences } from '@shopmirror/scripts/compare.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createShoprenterStage } from './shoprenter.ts'

/** Faults are met by waiting, and other tests share the machine. */
const PATIENCE_MS = 120_000
const HOUR_MS = 3_600_000
/** Changes of the very second in which a sync begins belong to the next one. */
const SETTLED_MS = 2_000
const stage = await createShoprenterStage({ products: 260, customers: 210, orders: 240, categories: 12 })
const { sandbox, context } = stage
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => sandbox.faults.clear())

const newDomain = () => `bolt-${randomUUID().slice(0, 8)}`

async function begin() {
  const domain = newDomain()
  const shopId = await stage.installShop(domain)
  return { domain, shopId, world: sandbox.world(domain) }
}

async function expectEqual({ shopId, domain }: { shopId: string; domain: string }): Promise<void> {
  const { differences } = await stage.compare(shopId, domain)
  expect(describeDifferences(differences)).toBe('')
}

describe('a full sync', () => {
  test('ends with every field of every object as the shop has it', async () => {
    const shop = await begin()
    const runId = await stage.sync(shop.shopId)
    const { rows, values } = await stage.compare(shop.shopId, shop.domain)
    expect(rows).toMatchObject({ products: 260, product_variants: 260, customers: 210, categories: 12 })
    expect(values).toBeGreaterThan(5_000)
    await expectEqual(shop)
    expect(await context.db.runs.find(runId)).toMatchObject({ status: 'succeeded' })
  })

  test('shows what another program made and changed over the API', async () => {
    const shop = await begin()
    const scopes = [...sandbox.shoprenter.tokens.wantedScopes(), 'order.order:write', 'customer.customer:write']
    sandbox.shoprenter.tokens.setScopes(shop.domain, scopes)
    const { api } = await createCaller(sandbox, shop.domain)
    const write = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
      const { status, text } = await api(path, { method, body })
      expect(status, text).toBeLessThan(300)
    }
    const order = { id: 'own-1' }
    await write('POST', 'orders/own-1', {
      ...{ firstname: 'Anna', email: 'anna@example.com', shippingCity: 'Eger', shippingAddress2: 'II. em.' },
      ...{ paymentFirstname: 'Béla', paymentCity: 'Wien', paymentCountry: { id: ids.country(14) } },
      ...{ orderStatus: { id: ids.status(2) }, customer: { id: ids.customer(3) }, shippingMethodName: 'GLS' },
    })
    await write('POST', 'orderTotals', { type: 'SUB_TOTAL', value: '1968.5039', order })
    await write('POST', 'orderTotals', { type: 'SHIPPING', value: '990.5', order })
    await write('POST', 'orderTotals', { type: 'COUPON', value: '-100', order })
    await write('POST', 'orderProducts', {
      name: 'Egyedi',
      price: '984.25195',
      stock1: 1,
      stock2: 1,
      taxRate: '5',
      order,
    })
    await write('PUT', 'orders/own-1', { total: '3390.5', value: '0.0025', currency: { id: ids.currency(2) } })
    await write('PUT', `orders/${ids.order(9)}`, { shippingCity: 'Eger', comment: 'Új' })
    await write('POST', 'orderProducts', {
      price: '100',
      stock1: 3,
      product: { id: ids.product(4) },
      order: { id: ids.order(9) },
    })
    const place = {
      firstname: 'Anna',
      lastname: 'Minta',
      address1: 'Fő u. 1.',
      postcode: '1011',
      city: 'Eger',
      country: { id: ids.country(14) },
    }
    await write('POST', 'customerExtend', {
      ...{ firstname: 'Anna', lastname: 'Minta', email: 'anna@example.com', telephone: '+36301234567' },
      ...{
        password: `$2y$10$${'a'.repeat(53)}`,
        status: '0',
        addresses: [place, { ...place, taxNumber: '12345678-1-11' }],
      },
    })
    await write('POST', 'addresses', {
      ...place,
      address2: 'II. em.',
      telephone: '+3612345678',
      customer: { id: ids.customer(5) },
    })
    await write('PUT', `customers/${ids.customer(6)}`, { newsletter: '1', customerGroup: { id: ids.group(6) } })
    const [hu, en] = [{ id: ids.language(1) }, { id: ids.language(2) }]
    await write('POST', 'productExtend', {
      ...{ sku: 'BOGRE-01', price: '2362.2047', cost: '1200', stock1: 12, stock2: 3, weight: '0.35', status: '2' },
      ...{ mainPicture: 'product/x.jpg', orderable: '1', parentProduct: { id: ids.product(4) } },
      productDescriptions: [{ name: 'Red mug', shortDescription: '3 dl', language: en }],
      productTags: [{ tags: 'mug, red', language: hu }],
      productCategoryRelations: [{ category: { id: ids.category(2) } }],
    })
    const product = { id: ids.product(7) }
    await write('POST', 'productSpecials', { product, price: '100' })
    await write('POST', 'productImages', { product, imagePath: 'product/y.jpg' })
    await write('PUT', 'productExtend?sku=SKU-000008', {
      price: '1000.5',
      gtin: '123',
      taxClass: { id: ids.taxClass(11) },
    })
    await write('PUT', `productDescriptions/${ids.description(9_000_001)}`, {
      name: 'Új név',
      description: '<p>Új</p>',
    })
    await write('PUT', `productTags/${ids.productTag(9_000_001)}`, { tags: 'új,akció' })
    await stage.sync(shop.shopId)
    await expectEqual(shop)
  })

  test('finds what was removed, with its lines and variants', async () => {
    const shop = await begin()
    await stage.sync(shop.shopId)
    for (const collection of ['products', 'customers', 'orders', 'categories'] as const) {
      const [first = 0, , third = 0] = shop.world[collection].ids()
      shop.world[collection].remove(first)
      shop.world[collection].remove(third)
    }
    await stage.sync(shop.shopId)
    await expectEqual(shop)
  })

  test('loses nothing when the shop removes objects while its pages are read', async () => {
    const shop = await begin()
    await stage.sync(shop.shopId)
    // Everything is read again: what shifting pages hide would be missing.
    for (const table of ['products', 'product_variants', 'customers', 'orders', 'order_lines']) {
      await stage.sql`delete from ${stage.sql(table)} where shop_id = ${shop.shopId}`
    }
    sandbox.faults.set({ kind: 'pageShift', count: 4, shop: shop.domain })
    await stage.sync(shop.shopId)
    const { differences } = await stage.compare(shop.shopId, shop.domain)
    expect(differences.filter(({ expected }) => expected === 'a row')).toEqual([])
    // What went after it was seen goes with the next run.
    await stage.sync(shop.shopId)
    await expectEqual(shop)
  })

  test.each(['error', 'garbage', 'truncate', 'reset', 'xml', 'throttle'] as const)(
    'gets through a platform that answers with %s now and then, over as many tries as it takes',
    async (kind) => {
      const shop = await begin()
      const { run } = await startSync({ shopId: shop.shopId, type: 'full', trigger: 'manual' }, context)
      sandbox.faults.set({ kind, share: 0.25, shop: shop.domain })
      for (let tries = 0; tries < 60; tries++) {
        await syncRun.run({ runId: run.id, shopId: shop.shopId }, context, stage.attempt()).catch(() => undefined)
        if ((await context.db.runs.find(run.id))?.status === 'succeeded') break
      }
      sandbox.faults.clear()
      expect(await context.db.runs.find(run.id)).toMatchObject({ status: 'succeeded' })
      await expectEqual(shop)
    },
    PATIENCE_MS,
  )
})

describe('an incremental sync', () => {
  test('reads every kind of change since the last one, with few other calls', async () => {
    const shop = await begin()
    await stage.sync(shop.shopId)
    sandbox.clock.advance(HOUR_MS)
    const { world } = shop
    const [productId = 0] = world.products.ids()
    const [customerId = 0] = world.customers.ids()
    const placed = world.orders.ids().find((id) => world.orders.get(id)?.status !== null) ?? 0
    world.updateProduct(productId, { gross: '1270', net: '1000' })
    world.addProduct()
    world.updateCustomer(customerId, { lastName: 'Kovács' })
    world.addCustomer()
    world.changeOrderStatus(placed, 'paid', 'Csomag feladva')
    world.addOrder()
    sandbox.clock.advance(SETTLED_MS)
    const before = sandbox.stats.requests[shop.domain] ?? 0
    await stage.sync(shop.shopId, { type: 'incremental' })
    await expectEqual(shop)
    expect((sandbox.stats.requests[shop.domain] ?? 0) - before).toBeLessThan(15)
  })

  test('every hour keeps up with a shop that changes all the time', async () => {
    const shop = await begin()
    await stage.sync(shop.shopId)
    const ids = shop.world.products.ids()
    for (let hour = 0; hour < 5; hour++) {
      sandbox.clock.advance(HOUR_MS)
      for (let n = 0; n < 7; n++)
        shop.world.updateProduct(ids[(hour * 7 + n) % ids.length] ?? 0, { weight: `${hour}.${n}` })
      shop.world.addOrder()
      sandbox.clock.advance(SETTLED_MS)
      await stage.sync(shop.shopId, { type: 'incremental' })
      await expectEqual(shop)
    }
  })
})

describe('object.refetch', () => {
  const refetch = async (shopId: string, ...externalIds: string[]) => {
    const kind = { shopId, resource: 'orders' } as const
    await context.db.refetches.add(externalIds.map((externalId) => ({ ...kind, externalId })))
    await refetchObjects.run(kind, context, stage.attempt())
  }

  test('reads an order as it is now, and tombstones one that no longer exists', async () => {
    const shop = await begin()
    await stage.sync(shop.shopId)
    const [changed, removed] = shop.world.orders.ids().filter((id) => shop.world.orders.get(id)?.status !== null)
    if (changed === undefined || removed === undefined) throw new Error('The shop has too few orders.')
    sandbox.clock.advance(HOUR_MS)
    shop.world.changeOrderStatus(changed, 'shipped', 'Kiszállítva')
    shop.world.deleteOrder(removed)
    await refetch(
      shop.shopId,
      ...[changed, removed].map((id) => Buffer.from(`order-order_id=${id}`).toString('base64')),
    )
    await expectEqual(shop)
  })

  test('does not call a shop that was paused since', async () => {
    const shop = await begin()
    await context.db.shops.pause(shop.shopId)
    const before = sandbox.stats.requests[shop.domain]
    await refetch(shop.shopId, 'b3JkZXItb3JkZXJfaWQ9MQ==')
    expect(sandbox.stats.requests[shop.domain]).toBe(before)
  })
})
