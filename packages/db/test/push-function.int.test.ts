import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@shopmirror/test/until.ts'
import { expect, onTestFinished, test } from 'vitest'
import { connect, grantAppRole, openDatabase } from '../src/index.ts'
import { mirrorTables } from '../src/mirror/tables.ts'
import { openAsRole } from './hostile-role.ts'
import { createStage } from './stage.ts'

async function setUp() {
  const stage = await createStage()
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const shop = await stage.createShop()
  const role = await openAsRole(stage.url)
  onTestFinished(() => role[Symbol.asyncDispose]())
  await stage.sql.begin((tx) => grantAppRole(tx, role.role))
  const sql = connect({ url: role.url, max: 2 })
  onTestFinished(() => sql.end())
  const push = (key: string, payload: object = { quantity: 5 }, kind = 'inventory.set', shopId = shop.id) =>
    sql<{ id: string }[]>`
      select push(shop => ${shopId}, kind => ${kind}, object => '{"sku":"A-1"}',
        payload => ${JSON.stringify(payload)}::text::jsonb, key => ${key}) as id`.then(([row]) => row?.id)
  return { stage, shop, sql, push }
}

test('a push submitted by SQL is a push, the same as one submitted by HTTP', async () => {
  const { stage, shop, push } = await setUp()
  const id = await push('erp-1')
  expect(await stage.db.pushes.find(id ?? '', null)).toMatchObject({
    ...{ shopId: shop.id, key: 'erp-1', kind: 'inventory.set', entity: 'inventory', status: 'pending' },
    ...{ object: { sku: 'A-1' }, payload: { quantity: 5 } },
  })
  const given = { key: 'erp-1', kind: 'inventory.set', entity: 'inventory', object: { sku: 'A-1' } }
  expect(await stage.db.pushes.accept(shop.id, [{ ...given, payload: { quantity: 5 } }])).toEqual([
    { kind: 'repeated', id, status: 'pending' },
  ])
  expect(await stage.db.pushes.accept(shop.id, [{ ...given, payload: { quantity: 6 } }])).toEqual([
    { kind: 'key_reused', id },
  ])
})

test('the same key and content is the same push, with other content an error', async () => {
  const { push } = await setUp()
  const id = await push('erp-1')
  expect(id).toMatch(/^psh_[0-9a-z]{25}$/)
  expect(await push('erp-1')).toBe(id)
  await expect(push('erp-1', { quantity: 6 })).rejects.toMatchObject({ code: '23505' })
})

test('ids sort by time among those made elsewhere', async () => {
  const { stage, shop, push } = await setUp()
  const given = { kind: 'inventory.set', entity: 'inventory', object: { sku: 'A-1' }, payload: { quantity: 5 } }
  const [before] = await stage.db.pushes.accept(shop.id, [{ key: 'before', ...given }])
  const acceptedAt = Date.now()
  // Two ids of one millisecond have no order.
  await until(() => Date.now() > acceptedAt + 1)
  const id = await push('after')
  expect(String(id) > String(before?.id)).toBe(true)
})

const quantities = (...given: number[]) => given.map((quantity) => JSON.stringify({ quantity }))

test('many pushes are handed in at once: each is the same as one by one, in their order, and known again', async () => {
  const { stage, shop, sql, push } = await setUp()
  const keys = ['erp-1', 'erp-2', 'erp-3']
  const first = await push('erp-2', { quantity: 6 })
  const many = () =>
    sql<{ key: string; id: string }[]>`
      select key, id from push_many(${shop.id}, 'inventory.set', array_fill('{"sku":"A-1"}'::jsonb, array[3]),
        ${quantities(5, 6, 7)}::text[]::jsonb[], ${keys})`
  const accepted = await many()
  expect(accepted.map(({ key }) => key)).toEqual(keys)
  expect(accepted[1]?.id).toBe(first)
  expect(new Set(accepted.map(({ id }) => id)).size).toBe(3)
  expect(await many()).toEqual(accepted)
  const stored = await stage.sql`select key, payload from pushes order by seq`
  expect(stored).toMatchObject([
    { key: 'erp-2', payload: { quantity: 6 } },
    { key: 'erp-1', payload: { quantity: 5 } },
    { key: 'erp-3', payload: { quantity: 7 } },
  ])
  for (const { key, id } of accepted) {
    expect(id).toMatch(/^psh_[0-9a-z]{25}$/)
    const given = { key, kind: 'inventory.set', entity: 'inventory', object: { sku: 'A-1' } }
    const payload = { quantity: 5 + keys.indexOf(key) }
    expect(await stage.db.pushes.accept(shop.id, [{ ...given, payload }])).toMatchObject([{ kind: 'repeated', id }])
  }
})

test.each([
  ['a key of another push', { keys: ['erp-1', 'taken'] }, 'key .taken. belongs to another push'],
  ['a key without text', { keys: ['erp-1', null] }, 'key has to be'],
  ['a repeated key', { keys: ['erp-1', 'erp-1'] }, 'second time'],
  ['more keys than payloads', { keys: ['erp-1', 'erp-2', 'erp-3'] }, 'same length'],
  ['no keys', { keys: null }, 'same length'],
  ['a payload that is a list', { payloads: ['{"quantity":5}', '[5]'] }, 'JSON objects'],
  ['a payload that is too large', { payloads: [`{"a":"${'x'.repeat(300_000)}"}`, '{}'] }, '256 KiB'],
  ['tags of an object without a type', { kind: 'tags.add' }, 'has to name its type'],
  ['an unknown kind', { kind: 'stock.set' }, 'kind'],
  ['an unknown shop', { shop: 'shp_nothing' }, 'no connected shop'],
])('%s refuses all of many pushes, with what to do', async (_title, change, words) => {
  const { stage, shop, sql, push } = await setUp()
  await push('taken', { quantity: 1 })
  const given = {
    shop: shop.id,
    kind: 'inventory.set',
    keys: ['erp-1', 'erp-2'],
    payloads: quantities(5, 6),
    ...change,
  }
  const refused = sql`
    select push_many(${given.shop}, ${given.kind}, array_fill('{"sku":"A-1"}'::jsonb, array[2]),
      ${given.payloads}::text[]::jsonb[], ${given.keys}::text[])`
  await expect(refused).rejects.toThrow(new RegExp(words))
  expect(await stage.sql`select key from pushes`).toEqual([{ key: 'taken' }])
})

test('a push vanishes with the transaction it was made in', async () => {
  const { stage, shop, sql } = await setUp()
  await sql
    .begin(async (tx) => {
      await tx`select push(${shop.id}, 'inventory.set', '{"sku":"A-1"}', '{"quantity":5}', 'erp-1')`
      throw new Error('rolled back')
    })
    .catch(() => undefined)
  expect(await stage.db.pushes.list({ accountId: null, limit: 10 })).toEqual([])
})

test.each([
  ['an unknown kind', { kind: 'stock.set' }, 'kind'],
  ['a kind with a statement in it', { kind: "inventory.set'; drop table shops" }, 'kind'],
  ['an empty key', { key: '' }, 'key'],
  ['an unknown shop', { shop: 'shp_nothing' }, 'no connected shop'],
])('%s is refused with what to do', async (_title, change, words) => {
  const { shop, push } = await setUp()
  const given = { key: 'k', kind: 'inventory.set', shop: shop.id, ...change }
  await expect(push(given.key, {}, given.kind, given.shop)).rejects.toThrow(words)
})

test('the role reads the mirror, and neither credentials nor pushes; it writes nothing', async () => {
  const { stage, sql, shop } = await setUp()
  expect(await sql`select count(*) from products`).toHaveLength(1)
  const views =
    await stage.sql`select relname as name from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace`
  expect(views.map(({ name }) => name)).toContain('sync_queue')
  for (const { name } of views) expect(await sql`select count(*) from ${sql(name)}`, name).toHaveLength(1)
  expect(await sql`select domain from shops where id = ${shop.id}`).toHaveLength(1)
  for (const statement of [
    ...['select * from shop_credentials', 'select * from pushes', 'select * from api_keys', 'select * from shops'],
    ...['delete from products', "insert into pushes (id) values ('x')", "update shops set name = 'x'"],
    ...['select * from webhook_deliveries', 'create table mine (id int)'],
  ])
    await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
})

test('of every table and function of ours the role has no more rights than that, whatever is added', async () => {
  const { stage, sql } = await setUp()
  const [{ role } = { role: '' }] = await sql<{ role: string }[]>`select current_user as role`
  const tables = await stage.sql<{ name: string; isReadable: boolean; isChangeable: boolean }[]>`
    select relname as name, has_table_privilege(${role}, oid, 'select') as "isReadable",
      has_table_privilege(${role}, oid, 'insert, update, delete, truncate') as "isChangeable"
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
  const readable = tables.filter(({ isReadable }) => isReadable).map(({ name }) => name)
  expect(readable.sort()).toEqual([...mirrorTables.keys()].sort())
  expect(tables.filter(({ isChangeable }) => isChangeable)).toEqual([])
  const functions = await stage.sql`
    select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and has_function_privilege(${role}, oid, 'execute')`
  expect(functions.map(({ name }) => name).sort()).toEqual(['push', 'push_many'])
})

test("a caller's temporary table does not stand in for ours", async () => {
  const { stage, sql, shop } = await setUp()
  await sql.begin(async (tx) => {
    await tx`create temporary table pushes (id text, shop_id text, key text, request_hash text, kind text, entity text,
      object jsonb, payload jsonb)`
    await tx`select push(${shop.id}, 'inventory.set', '{"sku":"A-1"}', '{"quantity":5}', 'erp-1')`
    expect(await tx`select from pg_temp.pushes`).toHaveLength(0)
  })
  expect(await stage.db.pushes.list({ accountId: null, limit: 10 })).toHaveLength(1)
})

test('the trigger of the documentation sends every changed row of a statement', async () => {
  const { stage, shop } = await setUp()
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/pushes.md'), 'utf8')
  const [, example = ''] = /```sql\n(create table erp_stock.*?)```/s.exec(guide) ?? []
  await stage.sql.unsafe(example)
  await stage.sql`insert into erp_stock values (${shop.id}, 'A-1', '1', 5), (${shop.id}, 'A-2', '1', 6)`
  await stage.sql`update erp_stock set quantity = quantity - 1 where sku = 'A-2'`
  // Ids of one millisecond have no order.
  const pushes = await stage.sql`select object || payload as push from pushes order by seq`
  expect(pushes.map(({ push }) => push)).toEqual([
    { sku: 'A-1', quantity: 5, location: '1' },
    { sku: 'A-2', quantity: 6, location: '1' },
    { sku: 'A-2', quantity: 5, location: '1' },
  ])
})

test('a listener hears of the shop once the transaction has committed, also after its connection was lost', async () => {
  const { stage, shop, push } = await setUp()
  const database = openDatabase({ url: stage.directUrl, keyring: stage.keyring, applicationName: 'listener' })
  onTestFinished(() => database.close())
  const heard: string[] = []
  await database.listenForPushes((shopId) => void heard.push(shopId))
  await push('erp-1')
  await until(() => heard.length === 1)
  expect(heard).toEqual([shop.id])

  const listeners = () =>
    stage.sql`select pid from pg_stat_activity where query ilike 'listen%' and datname = current_database()`
  const [lost] = await listeners()
  await stage.sql`select pg_terminate_backend(${lost?.pid}::int)`
  await until(async () => {
    const [now] = await listeners()
    return now !== undefined && now.pid !== lost?.pid
  })
  await push('erp-2')
  await until(() => heard.length === 2)
})
