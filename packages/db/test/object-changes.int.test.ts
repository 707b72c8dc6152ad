import { afterAll, expect, test } from 'vitest'
import type { ChangeOrigin } from '../src/index.ts'
import { fromApi, fromWebhook, line, order, product, second, variant } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const webhook = (...ids: string[]): ChangeOrigin => ({ source: 'webhook', causesOf: () => ids })

async function changesOf(shopId: string) {
  const rows = await sql`
    select object, table_name, row_id, change, columns, causes from object_changes where shop_id = ${shopId} order by id`
  return rows.map(({ object, table_name: table, row_id: row, change, columns, causes }) =>
    [object, row === null ? null : `${table}/${row}`, change, columns?.join() ?? null, causes.join()].join(' '),
  )
}

test('each change of an object is recorded with its cause, its kind and the changed columns', async () => {
  const { id: shopId } = await stage.createShop()
  const write = (readAt: number, rows: Parameters<typeof fromApi>[1], record: ChangeOrigin) =>
    db.mirror.writePage({ shopId, rows: fromApi(readAt, rows), record })
  const rows = { orders: [order('1', { version: 1 })], order_lines: [line('1-1', '1', 1)] }
  const first = await write(1, rows, webhook('dlv_1'))
  expect(first.changed).toEqual(['orders/1'])
  expect((await write(2, rows, webhook('dlv_2'))).changed).toBeUndefined()
  await write(3, { orders: [order('1', { version: 3, title: 'new' })], order_lines: [] }, webhook('dlv_3'))
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['1'], at: second(4), record: webhook('dlv_4') })
  await write(9, { orders: [order('1', { version: 9, title: 'new' })] }, webhook('dlv_5'))
  expect(await changesOf(shopId)).toEqual([
    'orders/1  inserted  dlv_1',
    'orders/1 order_lines/1-1 inserted  dlv_1',
    'orders/1  updated number dlv_3',
    'orders/1 order_lines/1-1 deleted  dlv_3',
    'orders/1  deleted  dlv_4',
    'orders/1  restored  dlv_5',
  ])
})

test('large pages, which go by COPY, are recorded as small ones are', async () => {
  const { id: shopId } = await stage.createShop()
  const ids = Array.from({ length: 600 }, (_, index) => `p${index}`)
  const write = (version: number) =>
    db.mirror.writePage({
      shopId,
      rows: fromApi(version, { products: ids.map((id) => product(id, { version })) }),
      record: { source: 'run', causesOf: () => ['run_1'] },
    })
  await write(1)
  await write(2)
  const rows = await sql`
    select change, columns, count(*)::int as count from object_changes where shop_id = ${shopId} group by 1, 2 order by 1`
  expect(rows).toEqual([
    { change: 'inserted', columns: null, count: 600 },
    { change: 'updated', columns: ['title'], count: 600 },
  ])
})

test('what is refused, older or quarantined is not recorded, and the rest of its page is', async () => {
  const { id: shopId } = await stage.createShop()
  await db.mirror.writePage({ shopId, rows: fromApi(5, { products: [product('old', { version: 5 })] }) })
  const bad = { ...product('bad', { version: 6 }), fields: { title: 'x', images: 'no\u0000json' as never } }
  const broken = { ...product('broken'), sourceUpdatedAt: new Date(Number.NaN) }
  await db.mirror.writePage({
    shopId,
    rows: fromWebhook(6, { products: [product('old', { version: 1 }), product('new', { version: 6 }), bad, broken] }),
    record: webhook('dlv_1'),
  })
  expect(await changesOf(shopId)).toEqual(expect.arrayContaining(['products/new  inserted  dlv_1']))
  expect((await changesOf(shopId)).join()).not.toMatch(/old|broken/)
})

test('without an origin nothing is recorded', async () => {
  const { id: shopId } = await stage.createShop()
  await db.mirror.writePage({
    shopId,
    rows: fromApi(1, { products: [product('p')], product_variants: [variant('v', 'p')] }),
  })
  await db.mirror.tombstone({ shopId, table: 'products', externalIds: ['p'], at: second(2) })
  expect(await changesOf(shopId)).toEqual([])
})

test('a transaction that is rolled back records nothing', async () => {
  const { id: shopId } = await stage.createShop()
  const undone = db.transaction(async (tx) => {
    await tx.mirror.writePage({ shopId, rows: fromApi(1, { products: [product('p')] }), record: webhook('dlv_1') })
    throw new Error('killed')
  })
  await expect(undone).rejects.toThrow('killed')
  expect(await changesOf(shopId)).toEqual([])
})

test('a read that changed nothing is recorded with all that asked for it', async () => {
  const { id: shopId } = await stage.createShop()
  const hint = { shopId, resource: 'orders', externalId: '7' }
  await db.refetches.add([{ ...hint, causes: ['dlv_1'] }])
  await db.refetches.add([{ ...hint, causes: ['dlv_2', 'psh_1'] }])
  const wanted = await db.refetches.next(hint, 10)
  await db.refetches.complete(hint, wanted, { at: clock.now, table: 'orders', unchanged: wanted })
  expect(await changesOf(shopId)).toEqual(['orders/7  unchanged  dlv_1,dlv_2,psh_1'])
  const caused = await db.objectChanges.causedBy({ shopId, cause: 'dlv_2', since: clock.now, limit: 5 })
  expect(caused).toMatchObject([{ object: 'orders/7', change: 'unchanged', source: 'read' }])
})

test('changes are deleted after their retention, of all shops', async () => {
  const shops = await Promise.all([stage.createShop(), stage.createShop()])
  const write = ({ id: shopId }: { id: string }) =>
    db.mirror.writePage({ shopId, rows: fromApi(1, { products: [product('p')] }), record: webhook('dlv_1') })
  await Promise.all(shops.map(write))
  await sql`update object_changes set at = ${new Date('2026-05-01').toISOString()} where shop_id = any(${shops.map(({ id }) => id)})`
  expect(await db.objectChanges.sweep(new Date('2026-05-02'), 1)).toBe(1)
  expect(await db.objectChanges.sweep(new Date('2026-05-02'), 100)).toBe(1)
  expect(await db.objectChanges.sweep(new Date('2026-05-02'), 100)).toBe(0)
})

test('a redacted customer leaves no recorded change, and an export contains them', async () => {
  const { id: shopId } = await stage.createShop()
  const customer = { externalId: 'c', sourceUpdatedAt: second(1), fields: { email: 'anna@example.com' }, raw: {} }
  const own = { ...order('1', { version: 1 }), fields: { number: '1', customer_external_id: 'c' } }
  const rows = { customers: [customer], orders: [own, order('2', { version: 1 })] }
  await db.mirror.writePage({ shopId, rows: fromApi(1, rows), record: webhook('dlv_1') })
  const request = { shopId, customerExternalId: 'c', orderExternalIds: [] }
  const exported = await db.privacy.exportCustomer(request)
  expect(exported.object_changes?.map(({ object }) => object).toSorted()).toEqual(['customers/c', 'orders/1'])
  const evidence = await db.privacy.redactCustomer({ id: 'prv_1', ...request })
  expect(evidence.object_changes).toBe(2)
  expect(await changesOf(shopId)).toEqual(['orders/2  inserted  dlv_1'])
})
