import { describe, expect, test } from 'vitest'
import { prepareRows, type WritableRow } from './prepare-rows.ts'
import { mirrorTable } from './tables.ts'

const products = (rows: WritableRow[]) =>
  prepareRows({ table: mirrorTable('products'), rows, parentVersions: new Map() })

const row = (externalId: string, day: number | null, title = externalId): WritableRow => ({
  externalId,
  sourceUpdatedAt: day === null ? null : new Date(Date.UTC(2026, 0, day)),
  fields: { title },
  raw: { title },
})

const hashOf = async (changed: Partial<WritableRow>) =>
  (await products([{ ...row('a', 1), ...changed }]))[0]?.contentHash

describe('the hash changes with', () => {
  test.each([
    ['a field', { fields: { title: 'other' } }],
    ['another field', { fields: { handle: 'a' } }],
    ['the raw object', { raw: { title: 'other' } }],
    ['the version', { sourceUpdatedAt: new Date(0) }],
    ['no version', { sourceUpdatedAt: null }],
    ['no fields', { fields: {} }],
  ])('%s', async (_name, change) => {
    expect(await hashOf(change)).not.toBe(await hashOf({}))
  })

  test('and with nothing else', async () => {
    expect(await hashOf({ externalId: 'b' })).toBe(await hashOf({}))
  })
})

test('of one id twice on a page the newer is kept, of equals the later', async () => {
  const kept = async (rows: WritableRow[]) => (await products(rows)).map(({ json }) => JSON.parse(json).title)
  expect(await kept([row('a', 2, 'newer'), row('a', 1, 'older')])).toEqual(['newer'])
  expect(await kept([row('a', 1, 'older'), row('a', 2, 'newer')])).toEqual(['newer'])
  expect(await kept([row('a', null, 'none'), row('a', 1, 'some')])).toEqual(['some'])
  expect(await kept([row('a', 1, 'first'), row('a', 1, 'second')])).toEqual(['second'])
})

test('rows come in one order, whatever the order of the page', async () => {
  const ids = async (order: string[]) =>
    (await products(order.map((id) => row(id, 1)))).map(({ externalId }) => externalId)
  expect(await ids(['b', 'a', 'c'])).toEqual(['a', 'b', 'c'])
  expect(await ids(['c', 'b', 'a'])).toEqual(['a', 'b', 'c'])
})

test('a field that is no column is named, with the columns there are', async () => {
  const wrong = { ...row('a', 1), fields: { titel: 'Mug' } }
  await expect(products([wrong])).rejects.toThrow('products a has a field "titel" that is no column of products')
})

test.each(['raw', 'content_hash', 'external_id', 'shop_id', 'deleted_at', 'synced_at', 'read_at', 'source_updated_at'])(
  "a field cannot stand in for %s, which is the writer's own",
  async (field) => {
    await expect(products([{ ...row('a', 1), fields: { [field]: 'x' } }])).rejects.toThrow('no column')
  },
)
