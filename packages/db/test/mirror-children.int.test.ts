import { afterAll, beforeEach, expect, test } from 'vitest'
import { fromApi, fromWebhook, line, order, product, second, variant } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const write = (rows: ReturnType<typeof fromApi>) => db.mirror.writePage({ shopId, rows })

async function live(table: 'order_lines' | 'product_variants' | 'orders' | 'products') {
  const rows =
    await sql`select external_id from ${sql(table)} where shop_id = ${shopId} and deleted_at is null order by 1`
  return rows.map((row) => row.external_id)
}

test('children that a parent no longer lists are deleted', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o'), line('b', 'o')] }))
  const counts = await write(fromApi(2, { orders: [order('o', { version: 2 })], order_lines: [line('a', 'o')] }))

  expect(counts.tables.order_lines).toMatchObject({ deleted: 1 })
  expect(await live('order_lines')).toEqual(['a'])
})

test('children of a parent without any are deleted', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o')] }))
  await write(fromApi(2, { orders: [order('o', { version: 2 })], order_lines: [] }))
  expect(await live('order_lines')).toEqual([])
})

test('children stay when their table is not on the page', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o')] }))
  await write(fromApi(2, { orders: [order('o', { version: 2 })] }))
  expect(await live('order_lines')).toEqual(['a'])
})

test('children of parents that are not on the page stay', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o')] }))
  await write(fromApi(2, { orders: [order('p', { version: 1 })], order_lines: [line('b', 'p')] }))
  expect(await live('order_lines')).toEqual(['a', 'b'])
})

test('an unlisted child that is newer than the parent on the page stays', async () => {
  await write(fromApi(1, { products: [product('p', { version: 1 })], product_variants: [variant('v', 'p', 9)] }))
  await write(fromApi(2, { products: [product('p', { version: 2 })], product_variants: [] }))
  expect(await live('product_variants')).toEqual(['v'])
})

test('an older version of a parent neither deletes nor restores children', async () => {
  await write(fromApi(9, { orders: [order('o', { version: 2 })], order_lines: [line('a', 'o'), line('b', 'o')] }))
  const counts = await write(
    fromApi(5, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o', null, 'old'), line('gone', 'o')] }),
  )
  expect(counts.tables.order_lines).toEqual({ inserted: 0, updated: 0, unchanged: 0, stale: 2, deleted: 0 })
  expect(await live('order_lines')).toEqual(['a', 'b'])
  expect(await sql`select name from order_lines where shop_id = ${shopId} and external_id = 'a'`).toEqual([
    { name: 'a' },
  ])
})

test('children missing under an unchanged parent are restored, and those too many removed', async () => {
  const page = { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o'), line('b', 'o')] }
  await write(fromApi(1, page))
  await sql`delete from order_lines where shop_id = ${shopId} and external_id = 'b'`
  await write(fromApi(2, { order_lines: [line('c', 'o', 1)] }))

  await write(fromApi(3, page))
  expect(await live('order_lines')).toEqual(['a', 'b'])
})

test('a child that is listed again is restored', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o')] }))
  await write(fromApi(2, { orders: [order('o', { version: 2 })], order_lines: [] }))
  await write(fromApi(3, { orders: [order('o', { version: 3 })], order_lines: [line('a', 'o')] }))
  expect(await live('order_lines')).toEqual(['a'])
})

test('a child that moves to another parent is one row under the new one', async () => {
  await write(fromApi(1, { products: [product('p', { version: 1 })], product_variants: [variant('v', 'p', 1)] }))
  const both = [product('p', { version: 2 }), product('q', { version: 2 })]
  await write(fromApi(2, { products: both, product_variants: [variant('v', 'q', 2)] }))
  expect(
    await sql`select external_id, product_external_id, deleted_at from product_variants where shop_id = ${shopId}`,
  ).toEqual([{ external_id: 'v', product_external_id: 'q', deleted_at: null }])
})

test('children go with their parent', async () => {
  await write(
    fromApi(1, {
      orders: [order('o', { version: 1 }), order('p', { version: 1 })],
      order_lines: [line('a', 'o'), line('b', 'p')],
    }),
  )
  expect(await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['o', 'unknown'], at: second(2) })).toBe(1)
  expect(await live('orders')).toEqual(['p'])
  expect(await live('order_lines')).toEqual(['b'])
})

test('a stale delete leaves the children too', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 5 })], order_lines: [line('a', 'o')] }))
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['o'], at: second(2) })
  expect(await live('order_lines')).toEqual(['a'])
})

test('a late version of a deleted parent restores no children', async () => {
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['o'], at: second(5) })
  await write(fromWebhook(6, { orders: [order('o', { version: 4 })], order_lines: [line('a', 'o')] }))
  expect(await live('order_lines')).toEqual([])
})

test("a child without a version has its parent's", async () => {
  await write(fromApi(1, { orders: [order('o', { version: 7 })], order_lines: [line('a', 'o')] }))
  const [row] =
    await sql`select source_updated_at = ${second(7).toISOString()} as inherited from order_lines where shop_id = ${shopId}`
  expect(row).toEqual({ inherited: true })
})

test('a child can be deleted alone', async () => {
  await write(fromApi(1, { orders: [order('o', { version: 1 })], order_lines: [line('a', 'o'), line('b', 'o')] }))
  expect(await db.mirror.tombstone({ shopId, table: 'order_lines', externalIds: ['a', 'x'], at: second(3) })).toBe(1)
  expect(await live('order_lines')).toEqual(['b'])
})
