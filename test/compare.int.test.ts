import { connect } from '@shopmirror/db'
import { compareMirror, describeDifferences } from '@shopmirror/scripts/compare.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'

const database = await createTestDatabase()
const sql = connect({ url: database.url, max: 1 })

beforeAll(async () => {
  await sql`create table goods (shop_id text, external_id text, title text, price numeric, at timestamptz,
    extra jsonb, deleted_at timestamptz)`
})
beforeEach(async () => {
  await sql`truncate goods`
  await sql`insert into goods values ('s', '1', 'Mug', 12.50, '2026-01-02T11:00:00Z', '{"b":1,"a":"2"}', null)`
})
afterAll(async () => {
  await sql.end()
  await database[Symbol.asyncDispose]()
})

const mug = { title: 'Mug', price: '12.5000', at: '2026-01-02T12:00:00+01:00', extra: { a: '2', b: 1 } }
const compare = (fields: Record<string, unknown>, externalId = '1') =>
  compareMirror({ sql, shopId: 's', truth: { goods: [{ externalId, fields }] } })

test('a mirror that says the same is equal, and every value given counts', async () => {
  expect(await compare(mug)).toEqual({ rows: { goods: 1 }, values: 4, differences: [] })
})

test.each([
  ['title', 'Cup'],
  ['price', '12.5001'],
  ['at', '2026-01-02T11:00:01Z'],
  ['extra', { a: '2' }],
  ['title', null],
])('a different %s is told with both values', async (field, value) => {
  const { differences } = await compare({ ...mug, [field]: value })
  expect(differences).toMatchObject([{ table: 'goods', externalId: '1', field }])
  expect(differences[0]?.expected).not.toBe(differences[0]?.actual)
})

test('a row that is missing and a row too many are two differences', async () => {
  const { differences } = await compare(mug, '2')
  expect(describeDifferences(differences)).toBe(
    'goods 2: missing in the mirror\ngoods 1: deleted in the shop, live in the mirror',
  )
})

test('a row marked deleted is as good as gone', async () => {
  await sql`update goods set deleted_at = now()`
  expect((await compare(mug)).differences).toMatchObject([{ expected: 'a row', actual: null }])
})

test('rows of another shop are not looked at', async () => {
  await sql`insert into goods (shop_id, external_id) values ('other', '9')`
  expect((await compare(mug)).differences).toEqual([])
})

test('a field the table does not have is a mistake of the truth, not a match', async () => {
  await expect(compare({ colour: 'red' })).rejects.toThrow('no column colour')
})

test('a row that lives under a parent that is gone, or was never there, is a difference whatever the truth says', async () => {
  const row = { shop_id: 's', raw: '{}', content_hash: '' }
  await sql`insert into orders ${sql({ ...row, external_id: 'o', deleted_at: new Date() })}`
  await sql`insert into fulfillments ${sql({ ...row, external_id: 'f', order_external_id: 'o' })}`
  await sql`insert into order_lines ${sql({ ...row, external_id: 'l', order_external_id: 'unknown' })}`
  await sql`insert into inventory_levels ${sql({ ...row, external_id: 'v', inventory_item_id: 'not yet known' })}`
  const { differences } = await compareMirror({ sql, shopId: 's', truth: {} })
  expect(describeDifferences(differences)).toBe(
    'order_lines l: live in the mirror, although orders unknown is deleted\nfulfillments f: live in the mirror, although orders o is deleted',
  )
})
