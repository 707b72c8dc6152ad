import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, type WritableRows } from '../src/index.ts'
import { readMicroseconds, readNumeric } from '../src/mirror/binary-values.ts'
import { openAsRole } from './hostile-role.ts'
import { order, product, second, variant } from './rows.ts'
import { createStage } from './stage.ts'

type Row = NonNullable<WritableRows['rows'][string]>[number]

const stage = await createStage()
const always = { newRows: 1, changedRows: 1 }
const never = { newRows: Number.POSITIVE_INFINITY, changedRows: Number.POSITIVE_INFINITY }
const open = (options: { copyFrom?: typeof always; statementTimeoutMs?: number; url?: string } = {}) =>
  openDatabase({
    url: stage.url,
    keyring: stage.keyring,
    now: () => stage.clock.now,
    max: 2,
    copyFrom: always,
    ...options,
  })
const byCopy = open()
const byJson = open({ copyFrom: never })
afterAll(async () => {
  await Promise.all([byCopy.close(), byJson.close()])
  await stage[Symbol.asyncDispose]()
})

let shopId: string
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const read = (n: number, rows: WritableRows['rows']): WritableRows => ({ origin: 'api', readAt: second(n), rows })
const titles = async () =>
  (await stage.sql`select external_id as id, title from products where shop_id = ${shopId} order by external_id`).map(
    ({ id, title }) => `${id} ${title}`,
  )
/** A transaction that inserts a product and ends when it is told to. */
async function insertSlowly(id: string, version: number) {
  const inserted = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const ended = stage.sql.begin(async (tx) => {
    await tx`insert into products (shop_id, external_id, raw, content_hash, source_updated_at, title)
      values (${shopId}, ${id}, '{}', 'other', ${second(version).toISOString()}, 'of another')`
    inserted.resolve()
    await release.promise
  })
  await inserted.promise
  return async () => {
    release.resolve()
    await ended
  }
}
const blocked = async () =>
  (await stage.sql`select pid from pg_stat_activity where query like 'copy products%' and wait_event_type = 'Lock'`)[0]
    ?.pid as number | undefined

const texts = ['', 'plain', 'tab\tline\nreturn\r\\N \\. "quoted"', 'űrhajó 🚀', 'a\0b', '\ud800x', 'null', '\u0001']
const numbers = [
  '0',
  '-0',
  '0.00',
  '1',
  '-1',
  '10000',
  '99999999',
  '0.0001',
  '0.00001',
  '1234567.8900',
  '-12.5',
  '1'.repeat(60),
]
const times = [
  '2026-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '1750-06-01T00:00:00.001Z',
  '2026-02-28T00:00:00.000Z',
]
const jsons: Row['raw'][] = [null, [], {}, 'text', 0.1, 1e21, { 'a"b': ['\\', '\0', null, true, -1.5e-7] }]
const lists = [[], ['a'], ['', 'null', 'NULL', '{}', '"', '\\', ',', 'ű'], ['a', null, 'a']]

function variety(count: number, version: number): Row[] {
  const at = <Value>(values: readonly Value[], index: number) => values[(index + version) % values.length] as Value
  return Array.from({ length: count }, (_, index) => ({
    externalId: `p${index}`,
    sourceUpdatedAt: index % 5 === 0 ? null : second(version),
    fields: {
      title: at([...texts, null], index),
      source_created_at: at([...times, null], index),
      tags: at([...lists, null], index) as Row['raw'],
      images: at(jsons, index),
    },
    raw: at(jsons, index + 1),
  }))
}

async function storedBy(database: typeof byCopy, rows: (version: number) => WritableRows['rows'], table: string) {
  const { id } = await stage.createShop()
  for (const version of [1, 2])
    await database.repositories.mirror.writePage({ shopId: id, rows: read(version, rows(version)) })
  return (
    await stage.sql.unsafe(
      `select to_jsonb(t) - 'shop_id' as row from ${table} t where shop_id = $1 order by external_id`,
      [id],
    )
  ).map(({ row }) => row)
}

test('the values compared below go by COPY', () => {
  for (const each of numbers) expect(readNumeric(each)).not.toBeNull()
  for (const each of times) expect(readMicroseconds(each)).not.toBeNull()
})

test.each([
  ['products', (version: number) => ({ products: variety(60, version) })],
  [
    'product_variants',
    (version: number) => ({
      products: [product('p', { version })],
      product_variants: [true, false, null].flatMap((value, index) =>
        [0, -7, 2_147_483_647, null].map((position) => ({
          ...variant(`v${index}${position}`, 'p', version),
          fields: { product_external_id: 'p', position, orderable: value },
        })),
      ),
    }),
  ],
  [
    'orders',
    (version: number) => ({
      orders: numbers.map((total, index) => ({
        ...order(`o${index}`, { version }),
        fields: { total, subtotal: version * (index - 5.25), placed_at: times[index % times.length] ?? null },
      })),
    }),
  ],
])('%s are the same whether they came by COPY or as JSON, new ones and changed ones', async (table, rows) => {
  const copied = await storedBy(byCopy, rows, table)
  expect(copied.length).toBeGreaterThan(10)
  expect(copied).toEqual(await storedBy(byJson, rows, table))
})

test('a value that only Postgres can read is written all the same', async () => {
  const rows = { orders: [{ ...order('a', { version: 1 }), fields: { placed_at: '1 January 2026', total: '1e3' } }] }
  const result = await byCopy.repositories.mirror.writePage({ shopId, rows: read(1, rows) })
  expect(result).toMatchObject({ inserted: 1 })
  expect(result.quarantined).toBeUndefined()
})

test.each([
  ['an older', 2, 'b of another'],
  ['a newer', 0, 'b b@1'],
])('a row that was inserted since it was compared meets the guard: %s page', async (_, version, expected) => {
  const commit = await insertSlowly('b', version)
  const writing = byCopy.repositories.mirror.writePage({
    shopId,
    rows: read(9, { products: ['a', 'b', 'c'].map((id) => product(id, { version: 1 })) }),
  })
  await until(blocked)
  await commit()
  await writing
  expect(await titles()).toEqual(['a a@1', expected, 'c c@1'])
})

test('a page whose connection is cut during its COPY leaves nothing, and is whole when it is repeated', async () => {
  const commit = await insertSlowly('b', 0)
  const write = () =>
    byCopy.repositories.mirror.writePage({
      shopId,
      rows: read(9, { products: ['a', 'b', 'c'].map((id) => product(id, { version: 1 })) }),
    })
  const outcome = write().catch((error: unknown) => error)
  const pid = await until(blocked)
  await stage.sql`select pg_terminate_backend(${pid})`
  expect(await outcome).toBeInstanceOf(Error)
  await commit()
  expect(await titles()).toEqual(['b of another'])
  await until(() => write())
  expect(await titles()).toEqual(['a a@1', 'b b@1', 'c c@1'])
})

test('a page that takes too long leaves nothing, and its connection serves the next one', async () => {
  const impatient = open({ url: stage.directUrl, statementTimeoutMs: 300 })
  const commit = await insertSlowly('b', 0)
  const write = () =>
    impatient.repositories.mirror.writePage({
      shopId,
      rows: read(9, { products: ['a', 'b'].map((id) => product(id, { version: 1 })) }),
    })
  await expect(write()).rejects.toMatchObject({ code: '57014' })
  await commit()
  expect(await titles()).toEqual(['b of another'])
  await write()
  expect(await titles()).toEqual(['a a@1', 'b b@1'])
  await impatient.close()
})

test('a role that may not create temporary tables writes changed rows all the same', async () => {
  await using role = await openAsRole(stage.url)
  const { owner } = role
  await owner.unsafe(`
    grant usage on schema public to "${role.role}";
    grant select, insert, update, delete on all tables in schema public to "${role.role}";
    do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$`)
  const hardened = open({ url: role.url })
  for (const version of [1, 2])
    await hardened.repositories.mirror.writePage({
      shopId,
      rows: read(version, { products: [product('a', { version })] }),
    })
  expect(await titles()).toEqual(['a a@2'])
  await hardened.close()
  await owner.unsafe(
    `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
  )
})

test('what was staged is gone after the commit, and staging makes its table once a session', async () => {
  const one = openDatabase({ url: stage.url, keyring: stage.keyring, max: 1, copyFrom: always })
  for (const version of [1, 2, 3])
    await one.repositories.mirror.writePage({ shopId, rows: read(version, { products: [product('a', { version })] }) })
  const tables = await one.sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class where relpersistence = 't' and relkind = 'r' and relnamespace = pg_my_temp_schema()`
  expect(tables).toHaveLength(1)
  expect(await one.sql.unsafe(`select from ${tables[0]?.name}`)).toHaveLength(0)
  await one.close()
})
