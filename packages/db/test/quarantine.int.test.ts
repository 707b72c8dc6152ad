import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { WritableRows } from '../src/index.ts'
import { fromApi, fromWebhook, line, order, product, second, variant } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
let accountId: string
beforeEach(async () => {
  clock.now = new Date(clock.now.getTime() + 60_000)
  ;({ id: shopId, accountId } = await stage.createShop())
})

type Rows = WritableRows['rows']
type Row = NonNullable<Rows[string]>[number]

const write = (rows: WritableRows) => db.mirror.writePage({ shopId, rows })
const kept = () => db.quarantine.list({ accountId, shopId, limit: 100 })
const keptRaw = async () => (await db.quarantine.find((await kept())[0]?.id ?? '', accountId))?.raw ?? 'none'

async function idsIn(table: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select external_id as id from ${sql(table)} where shop_id = ${shopId} and deleted_at is null order by 1`
  return rows.map(({ id }) => id)
}

/** Nothing that `pglz` could make shorter. */
const longText = (bytes: number) => randomBytes(bytes).toString('base64')
const withFields = (row: Row, fields: Row['fields']): Row => ({ ...row, fields: { ...row.fields, ...fields } })

describe('texts of any length', () => {
  test('are mirrored where an index is on their column', async () => {
    const text = longText(6_000)
    await write(
      fromApi(1, {
        products: [product('1')],
        product_variants: [withFields(variant('1', '1'), { sku: text })],
        customers: [{ externalId: '1', sourceUpdatedAt: null, fields: { email: text }, raw: {} }],
        orders: [withFields(order('1'), { number: text, email: text })],
      }),
    )
    const [found] = await sql`
      select v.sku, c.email, o.number, o.email as "orderEmail" from product_variants v, customers c, orders o
      where v.shop_id = ${shopId} and c.shop_id = ${shopId} and o.shop_id = ${shopId}`
    expect(found).toEqual({ sku: text, email: text, number: text, orderEmail: text })
    expect(await kept()).toEqual([])
  })

  test.each([
    ['orders', 'email', 'orders_by_email'],
    ['orders', 'number', 'orders_by_number'],
    ['customers', 'email', 'customers_by_email'],
    ['product_variants', 'sku', 'product_variants_by_sku'],
    ['webhook_deliveries', 'object', 'webhook_deliveries_by_object'],
  ])('%s are found by %s with the index', async (table, column, index) => {
    await sql.begin(async (tx) => {
      await tx`set local enable_seqscan = off`
      const plan = await tx.unsafe(
        `explain (format json) select * from ${table} where shop_id = $1 and left(${column}, 255) = $2`,
        [shopId, 'anna@example.com'],
      )
      expect(JSON.stringify(plan)).toMatch(new RegExp(`${index}.*left\\W+\\(${column}, 255\\) = `))
    })
  })
})

describe('an object that Postgres refuses', () => {
  const bad = (id: string) => withFields(order(id, { version: 5 }), { total: 'twelve' })

  test('is kept apart with its reason and all that belongs to it; the rest of its page is written', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `o${String(index).padStart(2, '0')}`)
    const orders = ids.map((id) => (id === 'o17' ? bad(id) : order(id, { version: 5 })))
    const lines = ids.map((id) => line(`${id}-1`, id, 5))
    const result = await write(fromApi(6, { orders, order_lines: lines }))

    const others = ids.filter((id) => id !== 'o17')
    expect(await idsIn('orders')).toEqual(others)
    expect(await idsIn('order_lines')).toEqual(others.map((id) => `${id}-1`))
    const reason = expect.stringMatching(/does not fit its column \(SQLSTATE 22P02\)/)
    expect(result).toMatchObject({ inserted: 78, quarantined: [{ table: 'orders', externalId: 'o17', reason }] })
    expect(await kept()).toMatchObject([
      { tableName: 'orders', externalId: 'o17', sqlstate: '22P02', sourceUpdatedAt: second(5), runId: null },
    ])
    expect(JSON.parse(await keptRaw())).toEqual({ orders: [{ title: 'o17@5' }], order_lines: [{ name: 'o17-1' }] })
    const [stored] = await sql`select raw from quarantine where shop_id = ${shopId}`
    expect(stored?.raw).not.toContain('o17')
  })

  test('keeps the version the mirror has, with its children, when only a child is refused', async () => {
    await write(fromApi(2, { orders: [order('1', { version: 1 })], order_lines: [line('11', '1', 1)] }))
    const child = withFields(line('12', '1', 5), { quantity: 'many' })
    await write(fromApi(6, { orders: [order('1', { version: 5 })], order_lines: [child] }))
    expect(await sql`select number from orders where shop_id = ${shopId}`).toMatchObject([{ number: '1@1' }])
    expect(await idsIn('order_lines')).toEqual(['11'])
    expect(await kept()).toMatchObject([{ tableName: 'orders', externalId: '1' }])
  })

  test('is one row however often it is received, and is released when the same or a newer version is written', async () => {
    await write(fromWebhook(5, { orders: [bad('1')] }))
    const [first] = await kept()
    clock.now = new Date(clock.now.getTime() + 60_000)
    await write(fromWebhook(5, { orders: [bad('1')] }))
    const [again] = await kept()
    expect(again).toMatchObject({ id: first?.id, firstSeenAt: first?.firstSeenAt, lastSeenAt: clock.now })

    await write(fromWebhook(3, { orders: [order('1', { version: 3 })] }))
    expect(await kept(), 'an older version proves nothing').toHaveLength(1)
    await write(fromWebhook(6, { orders: [order('1', { version: 6 })] }))
    expect(await kept()).toEqual([])
    expect(await idsIn('orders')).toEqual(['1'])
  })

  test('leaves when it is deleted', async () => {
    await write(fromWebhook(5, { orders: [bad('1'), bad('2')] }))
    await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['1'], at: second(9) })
    expect(await kept()).toMatchObject([{ externalId: '2' }])
    await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['2'], at: second(2) })
    expect(await kept(), 'it changed after that delete').toHaveLength(1)
  })

  test('has an id of any length', async () => {
    const id = longText(6_000)
    await write(fromApi(1, { orders: [order(id), order('1')] }))
    expect(await idsIn('orders')).toEqual(['1'])
    const [found] = await kept()
    expect(found).toMatchObject({ tableName: 'orders', sqlstate: '54000' })
    expect(found?.externalId).toContain(id.slice(0, 100))
  })

  test('may be reported as deleted: what cannot be deleted is quarantined, and the rest is deleted', async () => {
    await write(fromApi(1, { products: [product('1'), product('2')] }))
    const deleted = [
      { table: 'products', externalIds: ['1', longText(6_000)], at: second(5) },
      { table: 'products', externalIds: ['2'], at: new Date(8.64e15) },
    ]
    const rows = fromApi(6, { products: [product('3')] })
    expect(await db.mirror.writePage({ shopId, rows, deleted })).toMatchObject({ inserted: 1, deleted: 1 })
    expect(await idsIn('products')).toEqual(['2', '3'])
    expect(await kept()).toHaveLength(2)
  })

  test('is one that an adapter could not map', async () => {
    const unmapped = [{ table: 'orders', externalId: '7', raw: { id: 7, note: 'a\0b \ud800' } }]
    const result = await write({ ...fromApi(1, { orders: [order('1')] }), unmapped })
    expect(result).toMatchObject({ inserted: 1, quarantined: [{ table: 'orders', externalId: '7' }] })
    expect(await kept()).toMatchObject([{ sqlstate: null, reason: expect.stringContaining('could not be mapped') }])
    expect(JSON.parse(await keptRaw())).toEqual({ orders: [{ id: 7, note: 'a\0b \ud800' }] })
  })

  test('is refused by a trigger of the user’s', async () => {
    await sql`create function no_mugs() returns trigger language plpgsql as $$ begin
      if new.title = 'Mug' then raise exception 'no mugs'; end if; return new; end $$`
    await sql`create trigger no_mugs before insert on products for each row execute function no_mugs()`
    await write(fromApi(1, { products: [product('1', { title: 'Mug' }), product('2', { title: 'Cup' })] }))
    await sql`drop function no_mugs cascade`
    expect(await idsIn('products')).toEqual(['2'])
    expect(await kept()).toMatchObject([{ externalId: '1', sqlstate: 'P0001' }])
  })
})

describe('a customer in the raw objects', () => {
  const unmapped = [
    { table: 'customers', externalId: '77', raw: { email: 'anna@example.com' } },
    { table: 'orders', externalId: '5', raw: { email: 'anna@example.com' } },
    { table: 'orders', externalId: '6', raw: { customer: { id: 77 } } },
    { table: 'orders', externalId: '7', raw: { customer: { id: 777 } } },
  ]
  const anna = () => ({ shopId, customerExternalId: '77', orderExternalIds: ['5'] })
  const idsWithRaw = async () =>
    (await kept()).flatMap(({ externalId, raw }) => (raw === null ? [] : [externalId])).sort()

  test('is part of the export of what is stored of the customer', async () => {
    await write({ ...fromApi(1, {}), unmapped })
    const { quarantine = [] } = await db.privacy.exportCustomer(anna())
    expect(quarantine.map(({ object }) => object).sort()).toEqual(['customers/77', 'orders/5', 'orders/6'])
  })

  test('is redacted, and the rows stay without them', async () => {
    await write({ ...fromApi(1, {}), unmapped })
    expect(await idsWithRaw()).toEqual(['5', '6', '7', '77'])
    expect(await db.privacy.redactCustomer({ id: 'prv_1', ...anna() })).toMatchObject({ quarantine: 3 })
    expect(await idsWithRaw()).toEqual(['7'])
    expect(await kept()).toHaveLength(4)
  })

  test('goes with age', async () => {
    await write({ ...fromApi(1, {}), unmapped })
    await db.quarantine.sweepRaw(clock.now, 10_000)
    expect(await idsWithRaw()).toHaveLength(4)
    await db.quarantine.sweepRaw(new Date(clock.now.getTime() + 1), 10_000)
    expect(await idsWithRaw()).toEqual([])
  })
})

test('an error that is about no record is thrown, and nothing is kept apart', async () => {
  await sql`alter table refunds rename to refunds_away`
  const refund = { externalId: '1', sourceUpdatedAt: null, fields: { order_external_id: '1' }, raw: {} }
  const page = fromApi(1, { orders: [order('1')], refunds: [refund] })
  await expect(write(page)).rejects.toMatchObject({ code: '42P01' })
  await sql`alter table refunds_away rename to refunds`
  expect(await kept()).toEqual([])
  expect(await idsIn('orders')).toEqual([])
})

test('ids of one text are one object, also where they differ in what Postgres does not store', async () => {
  await write(fromApi(1, { products: [product('a\0'), product('a')] }))
  expect(await idsIn('products')).toEqual(['a'])
})

/** What shops send and no column takes, and much that only looks like it. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', 'x\udfff', '\\u0000', '1e999', '-Infinity', 'NaN', '99999-01-01', '0000-00-00'),
  fc.constantFrom('9'.repeat(200_000), `0.${'1'.repeat(20_000)}`, longText(6_000), 'á'.repeat(9_000)),
  fc.double(),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
  fc.constantFrom<Row['raw']>(null, true, [], {}, { a: { b: ['\0'] } }, [[1]], 1e308, 2 ** 40),
  fc.integer({ min: 2, max: 9_000 }).map((depth) => {
    let value: Row['raw'] = 'deep'
    for (let level = 0; level < depth; level++) value = [value]
    return value
  }),
)
const column = fc.constantFrom(
  'number',
  'email',
  'total',
  'placed_at',
  'shipping_address',
  'history',
  'raw',
  'id',
  'at',
)
const damage = fc.record({ index: fc.nat({ max: 19 }), column, value: nasty, time: fc.date({ noInvalidDate: false }) })

function damaged(
  row: Row,
  { column: place, value, time }: typeof damage extends fc.Arbitrary<infer D> ? D : never,
): Row {
  if (place === 'raw') return { ...row, raw: value }
  if (place === 'at') return { ...row, sourceUpdatedAt: time }
  if (place === 'id')
    return { ...row, externalId: typeof value === 'string' ? `${row.externalId}-${value}` : row.externalId }
  return withFields(row, { [place]: value })
}

test('whatever is wrong with some objects, all others are written, and the bad ones are quarantined', async () => {
  const whole = Array.from({ length: 20 }, (_, index) => order(`o${index}`, { version: 3 }))
  let quarantined = 0
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
      ;({ id: shopId, accountId } = await stage.createShop())
      const orders = [...whole]
      for (const each of damages) orders[each.index] = damaged(whole[each.index] as Row, each)
      const page = fromApi(4, { orders, order_lines: whole.map(({ externalId: id }) => line(`${id}-1`, id, 3)) })
      await db.mirror.writePage({ shopId, rows: page })

      const hit = new Set(damages.map(({ index }) => `o${index}`))
      const stored = await idsIn('orders')
      for (const { externalId } of whole) if (!hit.has(externalId)) expect(stored).toContain(externalId)
      const apart = await kept()
      quarantined += apart.length
      expect(stored.length + apart.filter(({ tableName }) => tableName === 'orders').length).toBe(20)
      for (const { id } of apart) expect(await db.quarantine.find(id, accountId)).not.toBeNull()
    }),
    { seed: 20_261_129, numRuns: 150 },
  )
  expect(quarantined).toBeGreaterThan(40)
})
