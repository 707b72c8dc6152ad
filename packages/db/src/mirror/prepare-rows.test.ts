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

const hashOf = (changed: Partial<WritableRow>) => products([{ ...row('a', 1), ...changed }])[0]?.contentHash

describe('the hash changes with', () => {
  test.each([
    ['a field', { fields: { title: 'other' } }],
    ['another field', { fields: { handle: 'a' } }],
    ['the raw object', { raw: { title: 'other' } }],
    ['the version', { sourceUpdatedAt: new Date(0) }],
    ['no version', { sourceUpdatedAt: null }],
    ['no fields', { fields: {} }],
  ])('%s', (_name, change) => {
    expect(hashOf(change)).not.toBe(hashOf({}))
  })

  test('and with nothing else', () => {
    expect(hashOf({ externalId: 'b' })).toBe(hashOf({}))
  })
})

test('of one id twice on a page the newer is kept, of equals the later', () => {
  const kept = (rows: WritableRow[]) => products(rows).map(({ json }) => JSON.parse(json).title)
  expect(kept([row('a', 2, 'newer'), row('a', 1, 'older')])).toEqual(['newer'])
  expect(kept([row('a', 1, 'older'), row('a', 2, 'newer')])).toEqual(['newer'])
  expect(kept([row('a', null, 'none'), row('a', 1, 'some')])).toEqual(['some'])
  expect(kept([row('a', 1, 'first'), row('a', 1, 'second')])).toEqual(['second'])
})

test('rows come in one order, whatever the order of the page', () => {
  const ids = (order: string[]) => products(order.map((id) => row(id, 1))).map(({ externalId }) => externalId)
  expect(ids(['b', 'a', 'c'])).toEqual(['a', 'b', 'c'])
  expect(ids(['c', 'b', 'a'])).toEqual(['a', 'b', 'c'])
})

test('a field that is no column is named, with the columns there are', () => {
  const wrong = { ...row('a', 1), fields: { titel: 'Mug' } }
  expect(() => products([wrong])).toThrow('products a has a field "titel" that is no column of products')
})

test.each(['raw', 'content_hash', 'external_id', 'shop_id', 'deleted_at', 'synced_at', 'read_at', 'source_updated_at'])(
  "a field cannot stand in for %s, which is the writer's own",
  (field) => {
    expect(() => products([{ ...row('a', 1), fields: { [field]: 'x' } }])).toThrow('no column')
  },
)
