import { afterAll, beforeEach, expect, test } from 'vitest'
import type { WritableRows } from '../src/index.ts'
import { fromApi, fromWebhook, product, variant } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

type Row = NonNullable<WritableRows['rows'][string]>[number]
const write = (rows: WritableRows) => db.mirror.writePage({ shopId, rows })
const named = (id: string, version: number, parts: Partial<Row>): Row => ({ ...product(id, { version }), ...parts })

async function columns() {
  const rows = await sql`
    select external_id, title, vendor, status from products where shop_id = ${shopId} order by external_id`
  return Object.fromEntries(rows.map(({ external_id: id, ...row }) => [id, row]))
}

test('a row keeps what it does not name, also beside rows that do', async () => {
  const full = { title: 't', vendor: 'v', status: 's' }
  await write(fromApi(1, { products: ['a', 'b', 'c'].map((id) => named(id, 1, { fields: full })) }))
  const counts = await write(
    fromWebhook(2, {
      products: [
        named('a', 2, { fields: { title: 'new' } }),
        named('b', 2, { fields: { vendor: null } }),
        named('c', 2, { fields: { ...full, vendor: 'w' } }),
        named('d', 2, { fields: { status: 'only' } }),
      ],
    }),
  )
  expect(counts).toMatchObject({ inserted: 1, updated: 3, stale: 0 })
  expect(await columns()).toEqual({
    a: { ...full, title: 'new' },
    b: { ...full, vendor: null },
    c: { ...full, vendor: 'w' },
    d: { title: null, vendor: null, status: 'only' },
  })
})

test('rows of one page that name different columns are stale one by one', async () => {
  await write(fromApi(5, { products: [named('a', 5, { fields: { title: 't' } }), named('b', 5, { fields: {} })] }))
  const counts = await write(
    fromWebhook(4, {
      products: [
        named('a', 4, { fields: { title: 'old' } }),
        named('b', 6, { fields: { vendor: 'new' } }),
        named('c', 4, { fields: { status: 'new' } }),
      ],
    }),
  )
  expect(counts).toMatchObject({ inserted: 1, updated: 1, stale: 1, unchanged: 0 })
  expect((await columns()).a).toMatchObject({ title: 't' })
})

test('an initial value fills a column that is NULL and replaces nothing', async () => {
  const coarse = { fields: { title: 't' }, initial: { status: 'UNFULFILLED' } }
  await write(fromWebhook(1, { products: [named('new', 1, coarse)] }))
  await write(fromApi(1, { products: [named('held', 1, { fields: { status: 'ON_HOLD' } })] }))
  await write(fromApi(1, { products: [named('empty', 1, { fields: { status: null } })] }))
  await write(fromWebhook(2, { products: ['held', 'empty'].map((id) => named(id, 2, coarse)) }))
  expect(await columns()).toMatchObject({
    new: { title: 't', status: 'UNFULFILLED' },
    held: { title: 't', status: 'ON_HOLD' },
    empty: { title: 't', status: 'UNFULFILLED' },
  })

  await write(fromWebhook(3, { products: [named('held', 3, { fields: { status: 'FULFILLED' } })] }))
  expect((await columns()).held).toMatchObject({ status: 'FULFILLED' })
})

test('an unknown column is refused by its name, initial or not', async () => {
  await expect(write(fromApi(1, { products: [named('a', 1, { initial: { colour: 'red' } })] }))).rejects.toThrow(
    'colour',
  )
})

test('a new partial row has its object read once', async () => {
  const partial = (id: string, version: number) => ({ ...variant(id, 'p', version), isPartial: true })
  const page = (version: number, ids: string[]) =>
    fromWebhook(version, {
      products: [product('p', { version })],
      product_variants: ids.map((id) => partial(id, version)),
    })
  const wanted = () => sql`select resource, external_id, hints from refetches where shop_id = ${shopId}`

  expect(await write(page(1, ['a']))).toMatchObject({ again: ['products'] })
  expect(await wanted()).toEqual([{ resource: 'products', external_id: 'p', hints: 1 }])
  expect(await write(page(2, ['a']))).not.toHaveProperty('again')
  expect(await write(page(3, ['a', 'b']))).toMatchObject({ inserted: 1, again: ['products'] })
  expect(await wanted()).toEqual([{ resource: 'products', external_id: 'p', hints: 2 }])
})
