import { createTestDatabase } from '@shopmirror/test/database.ts'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../src/index.ts'
import { readExpectedTables } from '../src/migrate/migrations.ts'
import { citusStatements, sharedTables } from '../src/schema-rules.ts'

const database = await createTestDatabase()
const sql = connect({ url: database.url, max: 1 })
afterAll(async () => {
  await sql.end()
  await database[Symbol.asyncDispose]()
})

const isOfShops = (table: string) => sharedTables[table] === undefined

interface Key {
  table: string
  name: string
  columns: string[]
  /** Of a foreign key. */
  target: string | null
}

/** Of tables, and of partitioned tables in place of their partitions. */
const listKeys = () => sql<Key[]>`
  select c.relname as "table", k.conname as name, t.relname as target,
    array(select attname::text from pg_attribute where attrelid = c.oid and attnum = any(k.conkey)) as columns
  from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class t on t.oid = k.confrelid
  where k.contype in ('p', 'u', 'f') and not c.relispartition and c.relnamespace = 'public'::regnamespace
  union all
  select c.relname, n.relname, null,
    array(select attname::text from pg_attribute where attrelid = c.oid and attnum = any(i.indkey))
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class n on n.oid = i.indexrelid
  where i.indisunique and not c.relispartition and c.relnamespace = 'public'::regnamespace`

test('every table that is not shared has shop_id in each of its keys', async () => {
  const keys = (await listKeys()).filter(({ table }) => isOfShops(table))
  expect(keys.length).toBeGreaterThan(40)
  const wrong = keys.filter(
    ({ columns, target }) => !columns.includes('shop_id') && (target === null || isOfShops(target)),
  )
  expect(wrong).toEqual([])
})

test('every table that is not shared has a shop_id, and says so of each row', async () => {
  const rows = await sql<{ table: string }[]>`
    select c.relname as "table" from pg_class c
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_attribute where attrelid = c.oid and attname = 'shop_id' and attnotnull)`
  expect(rows.filter(({ table }) => isOfShops(table))).toEqual([])
})

test('the shared tables are those that exist, each with its reason', async () => {
  const tables = new Set([...readExpectedTables(), 'shopmirror_migrations'])
  expect(Object.keys(sharedTables).filter((name) => !tables.has(name))).toEqual([])
})

test('the statements for Citus put every table of shops beside the others, after what they refer to', async () => {
  const statements = citusStatements(readExpectedTables())
  const distributed = statements.flatMap((each) => /distributed_table\('(\w+)', 'shop_id'/.exec(each)?.[1] ?? [])
  expect(distributed.toSorted()).toEqual(readExpectedTables().filter(isOfShops).toSorted())
  const everywhere = statements.flatMap((each) => /reference_table\('(\w+)'/.exec(each)?.[1] ?? [])
  const targets = (await listKeys()).filter(
    ({ table, target }) => target !== null && isOfShops(table) && !isOfShops(target),
  )
  expect(everywhere).toEqual(expect.arrayContaining(targets.map(({ target }) => target)))
})
