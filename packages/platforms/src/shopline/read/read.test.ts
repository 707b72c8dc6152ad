import { ids, startOpenApi, variantGroupsOf } from '@shopmirror/sandbox/shopline/testing'
import { afterEach, describe, expect, test } from 'vitest'
import type { Json, Resource } from '../../contract/mirror-rows.ts'
import type { Page } from '../../contract/reads.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import { createClient } from '../api/client.ts'
import { settings as schema } from '../settings.ts'

type Face = Awaited<ReturnType<typeof startOpenApi>>
const open: Face[] = []
afterEach(async () => {
  for (const face of open.splice(0)) await face[Symbol.asyncDispose]()
})

async function start(...options: Parameters<typeof startOpenApi>) {
  const face = await startOpenApi(...options)
  open.push(face)
  const access: ShopAccess = {
    token: async () => ({ value: 'good', version: 1 }),
    renewToken: async () => ({ value: 'good', version: 2 }),
    reserve: async () => 'booking',
    reportRateLimit: async () => undefined,
  }
  const clientWith = (env: Record<string, string> = {}) =>
    createClient(
      { shop: { id: 'shp_1', domain: face.merchantId }, access },
      schema.parse({ SHOPLINE_API_URL: face.base, SHOPLINE_PER_PAGE: '20', ...env }),
      () => new Date(face.clock.now()),
    )
  return { ...face, client: clientWith(), clientWith }
}

type Client = Awaited<ReturnType<typeof start>>['client']

/** Every page, with the cursor as a restart would find it; `between` may change the shop. */
async function walkAll(
  client: Client,
  resource: Resource,
  between: (page: number) => void = () => undefined,
  window: { from: Date; to: Date } | null = null,
) {
  const pages: Page[] = []
  let cursor: Json = null
  do {
    const page: Page = await client.reads.page({ resource, window, cursor: JSON.parse(JSON.stringify(cursor)) })
    pages.push(page)
    cursor = page.next
    between(pages.length)
  } while (cursor !== null)
  const read = new Set(pages.flatMap((page) => page.ids))
  return { pages, read, deleted: pages.flatMap((page) => page.deleted ?? []) }
}

describe('counted pages', () => {
  test('hold everything, and say how many there were', async () => {
    const { client, world } = await start({}, { products: 130, categories: 45 })
    const { pages, read } = await walkAll(client, 'products')
    expect([...read].sort()).toEqual(variantGroupsOf(world).present().map(ids.product).sort())
    expect(pages.at(-1)?.announced).toBe(read.size)
    expect((await walkAll(client, 'categories')).read.size).toBe(45)
  })

  test('miss nothing that stays when something vanishes before them: then they are walked through again', async () => {
    const { client, world } = await start({}, { categories: 90 })
    const before = world.categories.ids().map(ids.category)
    const gone = [90, 89, 88]
    const { read, pages } = await walkAll(client, 'categories', (page) => {
      if (page <= 3) world.deleteCategory(gone[page - 1] ?? 0)
    })
    const stayed = before.filter((id) => !gone.map(ids.category).includes(id))
    const once = new Set(pages.slice(0, 5).flatMap(({ ids }) => ids))
    expect(stayed.filter((id) => !once.has(id)).length).toBeGreaterThan(0)
    expect(stayed.filter((id) => !read.has(id))).toEqual([])
    // Only the walk in which nothing moved counts.
    expect(pages.flatMap(({ announced }) => announced ?? [])).toEqual([stayed.length])
  })

  test('come to an end also where something vanishes between any two of them', async () => {
    const { client, world } = await start({}, { categories: 150 })
    const { read } = await walkAll(client, 'categories', (page) => {
      world.deleteCategory(151 - page)
    })
    const stayed = world.categories.ids().map(ids.category)
    expect(stayed.length).toBeGreaterThan(0)
    expect(stayed.filter((id) => !read.has(id))).toEqual([])
  })

  test('end at 10,000: what lies beyond is read in slices of time', async () => {
    const { clientWith } = await start({}, { categories: 10_450 })
    const { read } = await walkAll(clientWith({ SHOPLINE_PER_PAGE: '100' }), 'categories')
    expect(read.size).toBe(10_450)
  }, 60_000)

  test('are not needed where the shop has the cursor; where it has none after all, they take over', async () => {
    const { clientWith, api } = await start({ quirks: { cursorPaging: 'all' } }, { categories: 50 })
    const client = clientWith({ SHOPLINE_CURSOR_PAGING: 'all' })
    expect((await walkAll(client, 'categories')).read.size).toBe(50)
    api.quirks.cursorPaging = 'orders_customers'
    expect((await walkAll(client, 'categories')).read.size).toBe(50)
  })
})

describe('windows', () => {
  test('hold what changed, and what is removed as deletes', async () => {
    const { client, world, clock } = await start({}, { products: 60 })
    clock.advance(3_600_000)
    const [changed = 0, removed = 0] = variantGroupsOf(world).present()
    const from = new Date(clock.now() - 1_000)
    world.updateProduct(changed, { gross: '4242' })
    for (const { id } of variantGroupsOf(world).all().get(removed)?.members ?? []) world.deleteProduct(id)
    const window = { from, to: new Date(clock.now()) }
    const { read, deleted } = await walkAll(client, 'products', undefined, window)
    expect([...read]).toEqual([ids.product(changed)])
    expect(deleted.map(({ externalId }) => externalId)).toEqual([ids.product(removed)])
  })
})

describe('orders', () => {
  test('are read by cursor in either form of its answer, and what comes meanwhile is demanded of nobody', async () => {
    for (const cursorAnswer of ['pagination', 'last_id'] as const) {
      const { client, world } = await start({ quirks: { cursorAnswer } }, { orders: 90 })
      const before = world.placedOrders().map(ids.order)
      const calm = await walkAll(client, 'orders')
      expect([...calm.read].sort()).toEqual(before.sort())
      const { read, pages } = await walkAll(client, 'orders', (page) => {
        if (page === 2) world.addOrder()
      })
      expect(before.filter((id) => !read.has(id))).toEqual([])
      for (const { announced = 0 } of pages) expect(announced).toBeLessThanOrEqual(read.size)
    }
  })

  test('whose delivery changed are in the window, though they say they did not change', async () => {
    const { client, world, shop, clock } = await start({}, { orders: 40 })
    const [shipped = 0, returned = 0] = world.placedOrders()
    clock.advance(3_600_000)
    const from = new Date(clock.now() - 1_000)
    shop.state.changeDelivery(shipped, 'shipped')
    shop.state.changeDelivery(returned, 'returned')
    const window = { from, to: new Date(clock.now()) }
    const { read, pages } = await walkAll(client, 'orders', undefined, window)
    expect([...read].sort()).toEqual([shipped, returned].map(ids.order).sort())
    const rows = pages.flatMap((page) => page.rows.rows.orders ?? [])
    for (const row of rows) expect(row.sourceUpdatedAt?.getTime()).toBeGreaterThanOrEqual(from.getTime())
  })

  test('in the archive are read through the list; what is gone is gone', async () => {
    const { client, world, shop } = await start({}, { orders: 40 })
    const [archived = 0, deleted = 0, there = 0] = world.placedOrders()
    shop.state.archive(archived)
    world.deleteOrder(deleted)
    expect((await client.reads.object('orders', ids.order(archived)))?.rows.orders).toHaveLength(1)
    expect(await client.reads.object('orders', ids.order(deleted))).toBeNull()
    const { rows, missing } = (await client.reads.objects?.('orders', [archived, deleted, there].map(ids.order))) ?? {}
    expect(rows?.rows.orders).toHaveLength(2)
    expect(missing).toEqual([ids.order(deleted)])
  })
})

test('a warehouse on a later page of the list is not gone, and has its stock', async () => {
  const { client, world } = await start({ quirks: { perPageMax: 1 } }, { products: 5, stockCount: 3 })
  expect(await client.reads.object('locations', ids.warehouse(1))).not.toBeNull()
  expect(await client.reads.object('locations', ids.warehouse(3))).not.toBeNull()
  expect(await client.reads.object('locations', ids.warehouse(4))).toBeNull()
  expect((await walkAll(client, 'inventory')).read.size).toBe(world.products.ids().length * 3)
})

describe('stock', () => {
  test('of one warehouse comes with the products, of several it is asked for', async () => {
    for (const stockCount of [1, 3]) {
      const { client, world, stats } = await start({}, { products: 25, stockCount })
      const { read } = await walkAll(client, 'inventory')
      expect(read.size).toBe(world.products.ids().length * stockCount)
      const asked = stats.byPath['products/:id/stocks'] ?? 0
      expect(asked).toBe(stockCount === 1 ? 0 : variantGroupsOf(world).present().length)
    }
  })

  test('a level is read again by its own id, and is gone with its warehouse or its product', async () => {
    const { client, world } = await start({}, { products: 25 })
    const [level = ''] = (await walkAll(client, 'inventory')).read
    expect((await client.reads.object('inventory', level))?.rows.inventory_levels).toBeDefined()
    expect(await client.reads.object('inventory', level.replace(/-[^-]+$/, `-${ids.warehouse(9)}`))).toBeNull()
    const [productId = ''] = level.split('-')
    expect((await client.reads.object('inventory', productId))?.rows.inventory_levels?.length).toBeGreaterThan(0)
    for (const id of world.products.ids()) world.deleteProduct(id)
    expect(await client.reads.object('inventory', level)).toBeNull()
  })
})

describe('many at once', () => {
  test('may be levels: those of a product that is there are not missing', async () => {
    const { client, world } = await start({}, { products: 25 })
    const levels = [...(await walkAll(client, 'inventory')).read]
    const unknown = (levels[0] ?? '').replace(/-[^-]+$/, `-${ids.warehouse(9)}`)
    const { rows, missing } = (await client.reads.objects?.('inventory', [...levels.slice(0, 5), unknown])) ?? {}
    const there = rows?.rows.inventory_levels?.map(({ externalId }) => externalId) ?? []
    expect(there).toEqual(expect.arrayContaining(levels.slice(0, 5)))
    expect(missing).toEqual([unknown])
    const customers = world.customers.ids().slice(0, 3).map(ids.customer)
    expect((await client.reads.objects?.('customers', customers))?.rows?.rows.customers).toHaveLength(3)
  })

  test('are one call, and who is not in the answer is asked for alone', async () => {
    const { client, world, stats } = await start({}, { products: 60 })
    const [first = 0, second = 0, third = 0] = variantGroupsOf(world).present()
    for (const { id } of variantGroupsOf(world).all().get(third)?.members ?? []) world.deleteProduct(id)
    const wanted = [first, second, third].map(ids.product)
    const { rows, missing } = (await client.reads.objects?.('products', wanted)) ?? {}
    expect(rows?.rows.products?.map(({ externalId }) => externalId).sort()).toEqual(wanted.slice(0, 2).sort())
    expect(missing).toEqual([ids.product(third)])
    expect(stats.byPath.products).toBe(1)
  })
})
