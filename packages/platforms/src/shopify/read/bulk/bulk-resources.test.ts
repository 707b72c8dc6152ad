import { readdir } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { RetryableError } from '../../../contract/errors.ts'
import type { MirrorRow, MirrorTable, Resource } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import { fixtures } from '../../testing/bulk-fixtures.ts'
import { type BulkShop, readWhole, type ShopFixtures, startBulkShop } from '../../testing/bulk-shop.ts'
import { connection, order } from '../../testing/graphql-fixtures.ts'

const inBulk = ['products', 'customers', 'orders', 'inventory'] as const
const BY_PAGE = { SHOPIFY_BULK_FROM: '1000000' }

const shops: BulkShop[] = []
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()))
})

async function open(chosen: ShopFixtures = fixtures): Promise<BulkShop> {
  const shop = await startBulkShop(chosen)
  shops.push(shop)
  return shop
}

/** All rows of a read, by table, each table by id. */
function rowsOf(pages: readonly Page[]): Partial<Record<MirrorTable, MirrorRow[]>> {
  const rows: Partial<Record<MirrorTable, MirrorRow[]>> = {}
  for (const { rows: page } of pages)
    for (const [table, some] of Object.entries(page.rows) as [MirrorTable, MirrorRow[]][])
      rows[table] = [...(rows[table] ?? []), ...some].toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
  return rows
}

test.each(inBulk)('%s read in bulk are the very rows that pages bring, and as many as announced', async (resource) => {
  const shop = await open()
  const paged = await readWhole(shop, shop.client(BY_PAGE), resource)
  expect(shop.bulkOperations.list()).toEqual([])

  const bulk = await readWhole(shop, shop.client(), resource)
  expect(shop.bulkOperations.list()).toMatchObject([{ status: 'COMPLETED' }])
  expect(rowsOf(bulk)).toEqual(rowsOf(paged))
  expect(bulk.at(-1)?.announced).toBe(paged.flatMap(({ ids }) => ids).length)
  expect(bulk.flatMap(({ ids }) => ids).toSorted()).toEqual(paged.flatMap(({ ids }) => ids).toSorted())
  expect(await readdir(shop.spoolDir)).toEqual([])
})

test.each([
  ['products', 'product_variants', 321],
  ['orders', 'order_lines', 640],
  ['inventory', 'inventory_levels', 640],
] as const)('%s bring every one of their %s, beyond what a page holds', async (resource, table, count) => {
  const shop = await open()
  expect(rowsOf(await readWhole(shop, shop.client(), resource))[table]).toHaveLength(count)
})

test('a customer brings every address, and images stand as the merchant put them', async () => {
  const shop = await open()
  const { customers } = rowsOf(await readWhole(shop, shop.client(), 'customers'))
  expect(customers?.map(({ fields }) => (fields.addresses as unknown[]).length)).toEqual([320, 0])

  const { products } = rowsOf(await readWhole(shop, shop.client(), 'products'))
  const images = (numbers: number[]) => numbers.map((number) => `https://cdn.example/${number}.jpg`)
  expect(products?.map(({ fields }) => fields.images)).toEqual([images([30, 10, 40]), images([70, 60]), []])
  expect(shop.asked('nodes')).toHaveLength(1)
})

test('orders with fulfilments or refunds are read whole, a hundred at a time, and the others not again', async () => {
  const plain = Array.from({ length: 50 }, (_, index) =>
    order(String(1_000 + index), { fulfillments: [], refunds: [] }),
  )
  const sent = Array.from({ length: 150 }, (_, index) => order(String(2_000 + index)))
  const shop = await open({ lists: { orders: [...plain, ...sent] } })
  const { orders, fulfillments, refunds } = rowsOf(await readWhole(shop, shop.client(), 'orders'))
  expect([orders?.length, fulfillments?.length, refunds?.length]).toEqual([200, 150, 150])
  const asked = shop.asked('nodes').map((args) => (args as { ids: string[] }).ids)
  expect(asked.map(({ length }) => length)).toEqual([100, 50])
  expect(asked.flat().filter((id) => id.includes('/Order/1'))).toEqual([])
})

test('an order that is gone when it is to be read whole is mirrored as the operation saw it', async () => {
  const shop = await open({ lists: { orders: [order('1')] }, others: { nodes: () => [null] } })
  const { orders, order_lines, fulfillments } = rowsOf(await readWhole(shop, shop.client(), 'orders'))
  expect([orders?.length, order_lines?.length, fulfillments?.length]).toEqual([1, 1, 0])
})

test('that only the orders of 60 days are handed out is said once, in bulk as well', async () => {
  const shop = await open()
  await readWhole(shop, shop.client(), 'orders')
  expect(shop.alerts).toEqual(['order_history'])
})

test.each(inBulk)('%s of a result with fewer lines than announced are refused, and fetched again', async (resource) => {
  const shop = await open()
  shop.faults.set({ kind: 'bulkShort', count: 1 })
  const refused = await readWhole(shop, shop.client(), resource).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(RetryableError)
  expect(await readdir(shop.spoolDir)).toEqual([])
  expect((await readWhole(shop, shop.client(), resource)).at(-1)?.next).toBeNull()
})

const counts = {
  products: 'productsCount',
  customers: 'customersCount',
  orders: 'ordersCount',
  inventory: 'productVariantsCount',
} as const
const roots = { products: 3, customers: 2, orders: 3, inventory: 321 } as const

test.each(inBulk)('%s go in bulk from SHOPIFY_BULK_FROM on, counted no further than that', async (resource) => {
  const shop = await open()
  const from = roots[resource]
  const begin = (limit: number) =>
    shop.client({ SHOPIFY_BULK_FROM: String(limit) }).reads.page({ resource, window: null, cursor: null })

  expect((await begin(from + 1)).ids).not.toEqual([])
  expect(shop.bulkOperations.list()).toEqual([])
  expect((await begin(from)).ids).toEqual([])
  expect(shop.bulkOperations.list()).toHaveLength(1)
  expect(shop.asked(counts[resource])).toEqual([{ limit: from + 1 }, { limit: from }])
})

test.each(inBulk)('%s go in bulk uncounted when SHOPIFY_BULK_FROM is 0', async (resource) => {
  const shop = await open()
  await shop.client({ SHOPIFY_BULK_FROM: '0' }).reads.page({ resource, window: null, cursor: null })
  expect(shop.bulkOperations.list()).toHaveLength(1)
  expect(shop.asked(counts[resource])).toEqual([])
})

test.each<Resource>([...inBulk])('%s of a window go page by page, and are not counted', async (resource) => {
  const shop = await open({ ...fixtures, others: { ...fixtures.others, events: connection([]) } })
  const window = { from: new Date('2026-11-20T00:00:00Z'), to: new Date() }
  expect((await shop.client().reads.page({ resource, window, cursor: null })).ids).not.toEqual([])
  expect(shop.bulkOperations.list()).toEqual([])
  expect(shop.asked(counts[resource as (typeof inBulk)[number]])).toEqual([])
})

test.each<Resource>(['locations', 'categories'])('%s always go page by page', async (resource) => {
  const shop = await open({ lists: { ...fixtures.lists, collections: [] } })
  await shop.client({ SHOPIFY_BULK_FROM: '0' }).reads.page({ resource, window: null, cursor: null })
  expect(shop.bulkOperations.list()).toEqual([])
})
