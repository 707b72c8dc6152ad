import { findOrphans } from '@shopmirror/test/find-orphans.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fromApi, fromWebhook, fulfillment, level, line, location, order, product, second, stocked } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

type Rows = ReturnType<typeof fromApi>
const write = (rows: Rows) => db.mirror.writePage({ shopId, rows })
const tombstone = (table: string, id: string, at: number) =>
  db.mirror.tombstone({ shopId, table, externalIds: [id], at: second(at) })
const dead = async () => (await findOrphans({ sql, shopId })).map(({ table, externalId }) => `${table}/${externalId}`)

type Table = 'orders' | 'order_lines' | 'fulfillments' | 'refunds' | 'product_variants' | 'inventory_levels'
async function live(table: Table): Promise<string[]> {
  const rows = await sql`
    select external_id from ${sql(table)} where shop_id = ${shopId} and deleted_at is null order by 1`
  return rows.map((row) => row.external_id)
}

async function wanted(): Promise<string[]> {
  const rows = await sql<{ resource: string; external_id: string }[]>`
    select resource, external_id from refetches where shop_id = ${shopId} order by 1, 2`
  return rows.map((row) => `${row.resource}/${row.external_id}`)
}

const sent = (version: number, at = version) => fromWebhook(at, { fulfillments: [fulfillment('f', 'o', version)] })
const ordered = (version: number, parcels: Rows['rows'][string] = []) =>
  fromWebhook(version, {
    orders: [order('o', { version })],
    order_lines: [line('a', 'o')],
    fulfillments: parcels,
    refunds: [],
  })

describe('a fulfillment that is sent without its order', () => {
  test('of a deleted order stays out when it is older than the delete', async () => {
    await write(ordered(1))
    await tombstone('orders', 'o', 5)
    expect(await write(sent(4))).not.toHaveProperty('again')
    expect(await live('fulfillments')).toEqual([])
    expect(await wanted()).toEqual([])
  })

  test('of a deleted order has the order read again when it is newer than the delete', async () => {
    await write(ordered(1))
    await tombstone('orders', 'o', 5)
    expect(await write(sent(6))).toMatchObject({ stale: 1, again: ['orders'] })
    expect(await live('fulfillments')).toEqual([])
    expect(await wanted()).toEqual(['orders/o'])
  })

  test('does not come back to life under an order that died with it', async () => {
    await write(ordered(2, [fulfillment('f', 'o', 2)]))
    await tombstone('orders', 'o', 5)
    await write(sent(6))
    expect(await live('fulfillments')).toEqual([])
    expect(await wanted()).toEqual(['orders/o'])
  })

  test('of an unknown order has the order read', async () => {
    expect(await write(sent(3))).toMatchObject({ again: ['orders'] })
    expect(await live('fulfillments')).toEqual([])
    expect(await wanted()).toEqual(['orders/o'])
  })

  test('is written when the API shows it before its order, which is read', async () => {
    const page = fromApi(3, { fulfillments: [fulfillment('f', 'o', 3)] })
    expect(await write(page)).toMatchObject({ inserted: 1, again: ['orders'] })
    await tombstone('orders', 'o', 5)
    expect(await live('fulfillments')).toEqual([])
  })

  test('of a living order is written, and nothing is read', async () => {
    await write(ordered(1))
    expect(await write(sent(3))).not.toHaveProperty('again')
    expect(await live('fulfillments')).toEqual(['f'])
    expect(await wanted()).toEqual([])
  })

  test('that its newer order did not list has the order read again', async () => {
    await write(ordered(4))
    expect(await write(sent(3))).toMatchObject({ again: ['orders'] })
    expect(await live('fulfillments')).toEqual([])
  })

  test('and was listed by its newer order is no news', async () => {
    await write(ordered(4, [fulfillment('f', 'o', 3)]))
    expect(await write(sent(3))).not.toHaveProperty('again')
    expect(await live('fulfillments')).toEqual(['f'])
  })

  test('is stored with its order when the order arrives later', async () => {
    await write(sent(3))
    await write(ordered(4, [fulfillment('f', 'o', 3)]))
    expect(await live('fulfillments')).toEqual(['f'])
  })

  test('and a delete of its order at the same time leave nothing alive', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `o${round}`
      await write(fromWebhook(1, { orders: [order(id, { version: 1 })], fulfillments: [] }))
      await Promise.all([
        ...[0, 1, 2].map((n) => write(fromWebhook(3, { fulfillments: [fulfillment(`${id}-${n}`, id, 3)] }))),
        tombstone('orders', id, 5),
      ])
    }
    expect(await dead()).toEqual([])
  })
})

describe('an order that is restored', () => {
  test.each([
    ['by a newer event', ordered(6, [fulfillment('f', 'o', 2)])],
    [
      'by a later read',
      fromApi(7, {
        orders: [order('o', { version: 2 })],
        order_lines: [line('a', 'o')],
        fulfillments: [fulfillment('f', 'o', 2)],
        refunds: [],
      }),
    ],
  ])('%s restores what it lists, however old, and nothing else', async (_, page) => {
    await write(ordered(2, [fulfillment('f', 'o', 2), fulfillment('g', 'o', 2)]))
    await tombstone('orders', 'o', 5)
    await write(page)
    expect(await live('orders')).toEqual(['o'])
    expect(await live('order_lines')).toEqual(['a'])
    expect(await live('fulfillments')).toEqual(['f'])
    expect(await dead()).toEqual([])
  })

  test('does not bring back what it had lost before, when old news of that come again', async () => {
    await write(ordered(2, [fulfillment('f', 'o', 2)]))
    await write(ordered(4))
    await write(sent(2))
    expect(await live('fulfillments')).toEqual([])
    expect(await wanted()).toEqual(['orders/o'])
  })
})

test.each([
  ['unchanged', 1],
  ['changed', 2],
])('an order (%s) that is deleted while it is written leaves no line alive', async (_, version) => {
  const linesOf = (ids: string[]) => ids.map((id) => line(id, 'o'))
  const page = (readAt: number, of: number, ids: string[]) =>
    fromApi(readAt, { orders: [order('o', { version: of })], order_lines: linesOf(ids) })
  for (let round = 0; round < 20; round += 1) {
    const fresh = (await stage.createShop()).id
    await db.mirror.writePage({ shopId: fresh, rows: page(1, 1, ['a']) })
    await Promise.all([
      db.mirror.writePage({ shopId: fresh, rows: page(4, version, ['a', 'b']) }),
      db.mirror.tombstone({ shopId: fresh, table: 'orders', externalIds: ['o'], at: second(9) }),
    ])
    expect(await findOrphans({ sql, shopId: fresh })).toEqual([])
  }
})

test.each([
  ['unchanged', 1],
  ['changed', 2],
])('an order (%s) is locked while its lines are written', async (_, version) => {
  await write(ordered(1))
  const page = { ...ordered(version).rows, order_lines: [line('a', 'o'), line('b', 'o')] }
  const { promise: written, resolve } = Promise.withResolvers<unknown>()
  await sql.begin(async (tx) => {
    await tx`lock table order_lines in share mode`
    write(fromWebhook(3, page)).then(resolve, resolve)
    await until(async () => {
      const waiting = await sql`select from pg_locks where relation = 'order_lines'::regclass and not granted`
      return waiting.length === 1
    })
    expect(await tx`select from orders where shop_id = ${shopId} for key share skip locked`).toHaveLength(1)
    expect(await tx`select from orders where shop_id = ${shopId} for share skip locked`).toHaveLength(0)
  })
  expect(await written).toMatchObject({ tables: { order_lines: { inserted: 1 } } })
})

describe('stock', () => {
  const shelf = async () => {
    await write(fromApi(1, { locations: [location('l', 1), location('m', 1)] }))
    await write(fromApi(1, { products: [product('p', { version: 1 })], product_variants: [stocked('v', 'p', 1)] }))
    await write(fromApi(1, { inventory_levels: [level('v', 'l', 1), level('v', 'm', 1)] }))
  }

  test('goes with its product', async () => {
    await shelf()
    await tombstone('products', 'p', 5)
    expect(await live('inventory_levels')).toEqual([])
  })

  test('goes with its variant, when the product no longer lists it', async () => {
    await shelf()
    await write(fromApi(5, { products: [product('p', { version: 5 })], product_variants: [stocked('w', 'p', 5)] }))
    expect(await live('inventory_levels')).toEqual([])
  })

  test('stays when its place goes: that is proven level by level', async () => {
    await shelf()
    await tombstone('locations', 'l', 5)
    expect(await live('inventory_levels')).toEqual(['v-l', 'v-m'])
  })

  test('of a deleted variant is not stored, and causes no read', async () => {
    await shelf()
    await tombstone('products', 'p', 5)
    expect(await write(fromApi(4, { inventory_levels: [level('v', 'l', 2)] }))).not.toHaveProperty('again')
    expect(await live('inventory_levels')).toEqual([])
  })

  test('of a deleted variant has the product read again when it was read after the delete', async () => {
    await shelf()
    await tombstone('products', 'p', 5)
    expect(await write(fromApi(6, { inventory_levels: [level('v', 'l', 2)] }))).toMatchObject({ again: ['products'] })
    expect(await live('inventory_levels')).toEqual([])
    expect(await wanted()).toEqual(['products/p'])
  })

  test('of an unknown variant is written', async () => {
    await write(fromApi(1, { inventory_levels: [level('v', 'l', 1)] }))
    expect(await live('inventory_levels')).toEqual(['v-l'])
  })

  test('of a restored variant is read again', async () => {
    await shelf()
    await tombstone('products', 'p', 5)
    const page = { products: [product('p', { version: 6 })], product_variants: [stocked('v', 'p', 1)] }
    expect(await write(fromWebhook(6, page))).toMatchObject({ again: ['inventory'] })
    expect(await live('product_variants')).toEqual(['v'])
    expect(await wanted()).toEqual(['inventory/v-l', 'inventory/v-m'])
  })
})

describe('what an older version left alive', () => {
  const leave = async () => {
    await sql`
      insert into fulfillments (shop_id, external_id, order_external_id, raw, content_hash)
      values (${shopId}, 'orphan', 'never-seen', '{}', ''), (${shopId}, 'child', 'o', '{}', ''), (${shopId}, 'fine', 'p', '{}', '')`
    await write(fromApi(1, { orders: [order('p', { version: 1 })] }))
    await tombstone('orders', 'o', 5)
    await sql`update fulfillments set deleted_at = null where shop_id = ${shopId}`
  }

  test('is found under its dead parent, piece by piece, and goes', async () => {
    await leave()
    expect(await dead()).toEqual(['fulfillments/child', 'fulfillments/orphan'])
    let after: { table: string; externalId: string } | null = null
    let deleted = 0
    do {
      const piece = await db.mirror.tombstoneOrphans({ shopId, table: 'orders', at: second(9), after, limit: 1 })
      deleted += piece.deleted
      after = piece.next
    } while (after)
    expect(deleted).toBe(2)
    expect(await dead()).toEqual([])
    expect(await live('fulfillments')).toEqual(['fine'])
  })

  test('of stock goes too, and with a variant its stock', async () => {
    await write(fromApi(1, { products: [product('p', { version: 1 })], product_variants: [stocked('v', 'p', 1)] }))
    await write(fromApi(1, { inventory_levels: [level('v', 'l', 1), level('unknown', 'l', 1)] }))
    await sql`update products set deleted_at = now() where shop_id = ${shopId}`
    const sweep = (table: string) =>
      db.mirror.tombstoneOrphans({ shopId, table, at: second(9), after: null, limit: 100 })
    expect(await sweep('products')).toEqual({ deleted: 2, next: null })
    expect(await live('inventory_levels')).toEqual(['unknown-l'])
    await sql`update inventory_levels set deleted_at = null where shop_id = ${shopId}`
    expect(await sweep('inventory_levels')).toEqual({ deleted: 1, next: null })
    expect(await live('inventory_levels')).toEqual(['unknown-l'])
  })
})
