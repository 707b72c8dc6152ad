import { createTestDatabase } from '@shopmirror/test/database.ts'
import { expect, onTestFinished, test } from 'vitest'
import { connect, createKeyring, grantAppRole, migrate, openDatabase } from '../src/index.ts'
import { mirrorTables } from '../src/mirror/tables.ts'
import { openAsRole } from './hostile-role.ts'
import { fromApi, product, variant } from './rows.ts'
import { createTestKey } from './stage.ts'

const PARTITIONS = 3

async function setUp() {
  const testDatabase = await createTestDatabase()
  onTestFinished(() => testDatabase[Symbol.asyncDispose]())
  const { directUrl: url } = testDatabase
  const database = openDatabase({ url, keyring: createKeyring(createTestKey('test')), max: 4 })
  onTestFinished(() => database.close())
  const { accounts, shops, mirror } = database.repositories
  const account = await accounts.create({ name: 'a' })
  const ids: string[] = []
  for (let n = 0; n < 4; n++) {
    const { shop } = await shops.connect({ accountId: account.id, platform: 'shopify', domain: `d${n}` })
    ids.push(shop.id)
    const rows = { products: [product('1', { version: 1 })], product_variants: [variant('1-1', '1', 1)] }
    await mirror.writePage({ shopId: shop.id, rows: fromApi(1, rows) })
  }
  return { url, sql: database.sql, mirror, ids }
}

test('rows, views, keys and privileges of a mirror in use are the same on partitions, and writes go on', async () => {
  const { url, sql, mirror, ids } = await setUp()
  const role = await openAsRole(url)
  onTestFinished(() => role[Symbol.asyncDispose]())
  await sql.begin((tx) => grantAppRole(tx, role.role))
  const indexes = () => sql`
    select tablename, replace(indexdef, ' ON ONLY ', ' ON ') as indexdef from pg_indexes
    where tablename = any(${[...mirrorTables.keys()]}) order by 1, 2`
  const before = await indexes()

  await migrate({ url }, { partitionsByShop: PARTITIONS })
  const parts = await sql`
    select inhparent::regclass::text as parent, count(*)::int as parts from pg_inherits
    where inhparent::regclass::text = any(${[...mirrorTables.keys()]}) group by 1`
  expect(new Set(parts.map(({ parent }) => parent))).toEqual(new Set(mirrorTables.keys()))
  expect(new Set(parts.map((each) => each.parts))).toEqual(new Set([PARTITIONS]))
  expect(await indexes()).toEqual(before)

  const reader = connect({ url: role.url, max: 1 })
  onTestFinished(() => reader.end())
  const titles = () => reader`select shop_id, title from shopify_products order by 1`
  expect((await titles()).map(({ shop_id }) => shop_id)).toEqual(ids.toSorted())
  const [shopId = ''] = ids
  await mirror.writePage({ shopId, rows: fromApi(2, { products: [product('1', { version: 2, title: 'new' })] }) })
  expect((await titles()).filter(({ title }) => title === 'new')).toHaveLength(1)
  expect(await mirror.eraseShop(shopId, 10)).toMatchObject({ products: 1, product_variants: 1 })
  expect(await titles()).toHaveLength(3)
  expect(await migrate({ url }, { partitionsByShop: PARTITIONS })).toBe(0)
})

test('a trigger of somebody else is not lost: it is refused by its name, and nothing has changed', async () => {
  const { url, sql } = await setUp()
  await sql.unsafe(`
    create function theirs() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger their_trigger before insert on orders for each row execute function theirs()`)
  await expect(migrate({ url }, { partitionsByShop: PARTITIONS })).rejects.toThrow('their_trigger')
  expect(await sql`select relkind from pg_class where relname in ('products', 'orders') and relkind = 'p'`).toEqual([])
})
