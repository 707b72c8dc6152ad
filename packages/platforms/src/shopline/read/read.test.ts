import { startOpenApi } from '@shopmirror/sandbox/shopline/api/test-face.ts'
import { familiesOf } from '@shopmirror/sandbox/shopline/families.ts'
import { ids } from '@shopmirror/sandbox/shopline/world-ids.ts'
import { afterEach, describe, expect, test } from 'vitest'
import type { Json, Resource } from '../../mirror-rows.ts'
import type { Page, ShopAccess } from '../../platform.ts'
import { createClient } from '../client.ts'
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
    renew: async () => ({ value: 'good', version: 2 }),
    reserve: async () => undefined,
    learn: async () => undefined,
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
    const page: Page = await client.readPage({ resource, window, cursor: JSON.parse(JSON.stringify(cursor)) })
    pages.push(page)
    cursor = page.next
    between(pages.length)
  } while (cursor !== null)
  const read = new Set(pages.flatMap((page) => page.ids))
  const listed = new Set(pages.flatMap((page) => page.listed ?? []))
  return { pages, read, listed, deleted: pages.flatMap((page) => page.deleted ?? []) }
}

describe('counted pages', () => {
  test('hold everything, and say how many there were', async () => {
    const { client, world } = await start({}, { products: 130, categories: 45 })
    const { pages, read } = await walkAll(client, 'products')
    expect([...read].sort()).toEqual(familiesOf(world).present().map(ids.product).sort())
    expect(pages.at(-1)?.announced).toBe(read.size)
    expect((await walkAll(client, 'categories')).read.size).toBe(45)
  })

  test('miss nothing that stays when something vanishes before them: what slipped through is named', async () => {
    const { client, world } = await start({}, { categories: 90 })
    const before = world.categories.ids().map(ids.category)
    const gone = [90, 89, 88]
    const { read, listed, pages } = await walkAll(client, 'categories', (page) => {
      if (page <= 3) world.deleteCategory(gone[page - 1] ?? 0)
    })
    const stayed = before.filter((id) => !gone.map(ids.category).includes(id))
    expect(stayed.filter((id) => !read.has(id)).length).toBeGreaterThan(0)
    expect(stayed.filter((id) => !read.has(id) && !listed.has(id))).toEqual([])
    expect(pages.some(({ announced }) => announced !== undefined)).toBe(false)
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
    const [changed = 0, removed = 0] = familiesOf(world).present()
    const from = new Date(clock.now() - 1_000)
    world.updateProduct(changed, { gross: '4242' })
    for (const { id } of familiesOf(world).all().get(removed)?.members ?? []) world.deleteProduct(id)
    const window = { from, to: new Date(clock.now()) }
    const { read, deleted } = await walkAll(client, 'products', undefined, window)
    expect([...read]).toEqual([ids.product(changed)])
    expect(deleted.map(({ externalId }) => externalId)).toEqual([ids.product(removed)])
  })
})

describe('stock', () => {
  test('of one warehouse comes with the products, of several it is asked for', async () => {
    for (const stockCount of [1, 3]) {
      const { client, world, stats } = await start({}, { products: 25, stockCount })
      const { read } = await walkAll(client, 'inventory')
      expect(read.size).toBe(world.products.ids().length * stockCount)
      const asked = stats.byPath['products/:id/stocks'] ?? 0
      expect(asked).toBe(stockCount === 1 ? 0 : familiesOf(world).present().length)
    }
  })

  test('a level is read again by its own id, and is gone with its warehouse or its product', async () => {
    const { client, world } = await start({}, { products: 25 })
    const [level = ''] = (await walkAll(client, 'inventory')).read
    expect((await client.readObject('inventory', level))?.rows.inventory_levels).toBeDefined()
    expect(await client.readObject('inventory', level.replace(/-[^-]+$/, `-${ids.warehouse(9)}`))).toBeNull()
    const [productId = ''] = level.split('-')
    expect((await client.readObject('inventory', productId))?.rows.inventory_levels?.length).toBeGreaterThan(0)
    for (const id of world.products.ids()) world.deleteProduct(id)
    expect(await client.readObject('inventory', level)).toBeNull()
  })
})

describe('many at once', () => {
  test('are one call, and who is not in the answer is asked for alone', async () => {
    const { client, world, stats } = await start({}, { products: 60 })
    const [first = 0, second = 0, third = 0] = familiesOf(world).present()
    for (const { id } of familiesOf(world).all().get(third)?.members ?? []) world.deleteProduct(id)
    const wanted = [first, second, third].map(ids.product)
    const { rows, missing } = (await client.readObjects?.('products', wanted)) ?? {}
    expect(rows?.rows.products?.map(({ externalId }) => externalId).sort()).toEqual(wanted.slice(0, 2).sort())
    expect(missing).toEqual([ids.product(third)])
    expect(stats.byPath.products).toBe(1)
  })
})
