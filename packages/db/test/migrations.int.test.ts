import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { connect, migrate } from '../src/index.ts'
import { prepareForPartitions } from '../src/migrate/prepare-for-partitions.ts'
import { mirrorTables } from '../src/mirror/tables.ts'
import { createEmptyDatabase } from './hostile-role.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())
const folder = join(import.meta.dirname, '../src/migrations')

test('many that migrate an empty database at once all succeed, and it is migrated once', async () => {
  await using database = await createEmptyDatabase()
  const { url } = database
  await Promise.all(Array.from({ length: 4 }, () => migrate({ url })))
  const empty = connect({ url, max: 1 })
  const applied = await empty`select created_at from shopmirror_migrations`
  expect(new Set(applied.map((row) => row.created_at)).size).toBe(applied.length)
  await migrate({ url })
  expect(await empty`select count(*)::int as applied from shopmirror_migrations`).toEqual([{ applied: applied.length }])
  await empty.end()
})

/** A database with all migrations before the one of this name, and what applies it and those after it. */
async function migrateUntil(name: string) {
  const database = await createEmptyDatabase()
  const empty = connect({ url: database.url, max: 1 })
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const at = files.findIndex((file) => file.endsWith(name))
  const run = async (names: string[]) => {
    for (const each of names) await empty.unsafe(await readFile(join(folder, each), 'utf8'))
  }
  await run(files.slice(0, at))
  await empty`insert into accounts (id, name, plan_id) values ('a', 'a', 'unlimited')`
  return {
    empty,
    goOn: () => run(files.slice(at)),
    async [Symbol.asyncDispose]() {
      await empty.end()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('a shop that was paused before pausing and access were separate stays paused, with access', async () => {
  await using before = await migrateUntil('shop-access.sql')
  const { empty } = before
  const statuses = ['connecting', 'active', 'paused', 'reauth_required', 'uninstalled']
  for (const status of statuses)
    await empty`insert into shops (id, account_id, platform, domain, status) values (${status}, 'a', 'x', ${status}, ${status})`
  await before.goOn()
  const rows = await empty`select id, status, access, paused_at is not null as paused from shops order by created_at`
  expect(rows).toEqual(
    statuses.map((status) => ({
      ...{ id: status, status, access: status === 'paused' ? 'active' : status, paused: status === 'paused' },
    })),
  )
})

test('of the installations of before only those that still lead to an install are unfinished', async () => {
  await using before = await migrateUntil('job-outbox.sql')
  const { empty } = before
  await empty`insert into shops (id, account_id, platform, domain, access, status_reason) values
    ('active', 'a', 'x', 'active', 'active', null), ('stuck', 'a', 'x', 'stuck', 'connecting', null),
    ('failed', 'a', 'x', 'failed', 'connecting', 'No scope.'), ('gone', 'a', 'x', 'gone', 'uninstalled', null)`
  await empty`insert into installations (id, platform, account_id, shop_id, code, error)
    select id, 'x', 'a', id, null, null from shops
    union all values ('lost', 'x', 'a', null, 'sealed', null), ('refused', 'x', 'a', null, 'sealed', 'Taken.'),
      ('erased', 'x', 'a', null, null, null), ('pending', 'x', null, null, 'sealed', null)`
  await before.goOn()
  const rows = await empty`select id from installations where finished_at is null order by id`
  expect(rows.map(({ id }) => id)).toEqual(['lost', 'pending', 'stuck'])
})

describe('what Drizzle cannot express', () => {
  test('notes of a run are not logged', async () => {
    expect(await sql`select relpersistence from pg_class where relname = 'sync_seen'`).toEqual([
      { relpersistence: 'u' },
    ])
  })

  test('there is a plan without limits, which a new account has', async () => {
    expect(await sql`select * from plans where id = 'unlimited'`).toEqual([
      { id: 'unlimited', max_shops: null, syncs_per_month: null },
    ])
  })

  test('ids of every mirror table compare by byte', async () => {
    const columns = await sql`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = any(${[...mirrorTables.keys(), 'sync_seen']})
        and column_name ~ '(^|_)external_id$' and collation_name is distinct from 'C'`
    expect(columns).toEqual([])
  })

  test('raw JSON is compressed the quick way, where this Postgres can', async () => {
    const [{ methods } = { methods: [] }] = await sql<{ methods: string[] }[]>`
      select enumvals as methods from pg_settings where name = 'default_toast_compression'`
    const wanted = methods.includes('lz4') ? 'l' : ''
    const found = await sql`
      select distinct attcompression as method from pg_attribute join pg_class c on c.oid = attrelid
      where attname = 'raw' and c.relkind = 'r' and c.relname = any(${[...mirrorTables.keys()]})`
    expect(found).toEqual([{ method: wanted }])
  })
})

test.each([
  ['few', 100],
  ['many', 1_000_000],
])(
  '%s deliveries and changes from before there were partitions are all there, and those to come find a place',
  async (_, estimate) => {
    await using before = await migrateUntil('partitions-by-day.sql')
    const { empty } = before
    await empty`insert into shops (id, account_id, platform, domain) values ('s', 'a', 'x', 'd')`
    await empty`
    insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, content_type, received_at)
    values ('dlv_10', 'x', 'old', 's', 't', 'json', now() - interval '30 days'), ('dlv_11', 'x', 'new', null, 't', 'json', now())`
    await empty`
    insert into object_changes (shop_id, at, object, table_name, change, source, causes)
    select 's', now(), 'orders/1', 'orders', 'updated', 'read', '{}' from generate_series(1, 3)`
    // What Postgres believes to be there decides whether the tables are prepared.
    await empty`update pg_class set reltuples = ${estimate} where relname in ('webhook_deliveries', 'object_changes')`
    for (let times = 0; times < 2; times++) await prepareForPartitions(empty, new Date())
    expect(await empty`select from pg_constraint where conname like '%_bound'`).toHaveLength(estimate > 100 ? 2 : 0)
    await before.goOn()
    expect(await empty`select id, shop_id from webhook_deliveries order by id`).toEqual([
      { id: 'dlv_10', shop_id: 's' },
      { id: 'dlv_11', shop_id: '' },
    ])
    // A delivery is known for a week.
    expect(await empty`select delivery_id, id from delivery_keys`).toEqual([{ delivery_id: 'new', id: 'dlv_11' }])
    await empty`
    insert into object_changes (shop_id, at, object, table_name, change, source, causes)
    values ('s', now(), 'orders/1', 'orders', 'updated', 'read', '{}')`
    expect(await empty`select id::int from object_changes order by id`).toEqual([1, 2, 3, 4].map((id) => ({ id })))
    expect(await empty`select count(*)::int from sync_queue where shop_id = 's'`).toEqual([{ count: 1 }])
  },
)

test('what a run has read and seen keeps its run, and knows its shop', async () => {
  await using before = await migrateUntil('shop-in-every-key.sql')
  const { empty } = before
  await empty`insert into shops (id, account_id, platform, domain) values ('s', 'a', 'x', 'd')`
  await empty`insert into sync_runs (id, shop_id, type, trigger, status) values ('r', 's', 'full', 'manual', 'running')`
  await empty`insert into sync_run_resources (run_id, resource, position) values ('r', 'orders', 0)`
  await empty`insert into sync_seen (run_id, resource, external_id) values ('r', 'orders', '1'), ('gone', 'orders', '2')`
  await before.goOn()
  expect(await empty`select run_id, shop_id from sync_run_resources`).toEqual([{ run_id: 'r', shop_id: 's' }])
  expect(await empty`select run_id, shop_id from sync_seen`).toEqual([{ run_id: 'r', shop_id: 's' }])
  await empty`delete from sync_runs`
  expect(await empty`select from sync_run_resources`).toHaveLength(0)
})
