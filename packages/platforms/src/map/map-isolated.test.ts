import { expect, test } from 'vitest'
import { RetryableError } from '../contract/errors.ts'
import type { MirrorRow, MirrorRows } from '../contract/mirror-rows.ts'
import { mapIsolated } from './map-isolated.ts'

interface Item {
  id: string | null
  parts: string[]
}

const row = (externalId: string): MirrorRow => ({ externalId, sourceUpdatedAt: null, fields: {}, raw: {} })
const mapAll = (items: readonly Item[]): MirrorRows['rows'] => ({
  orders: items.map(({ id }) => row(id ?? '')),
  order_lines: items.flatMap(({ parts }) => parts.map(row)),
})
const mapping = { table: 'orders' as const, idOf: ({ id }: Item) => id, map: mapAll }
/** As a platform may send it against its own documentation. */
const broken = (id: string | null) => JSON.parse(JSON.stringify({ id, parts: null })) as Item
const item = (id: string): Item => ({ id, parts: [`${id}-1`] })
const idsOf = (rows: MirrorRow[] = []) => rows.map(({ externalId }) => externalId)

test('objects that cannot be mapped are named with what came, and all others have their rows', async () => {
  const items = Array.from({ length: 20 }, (_, index) => (index % 7 === 3 ? broken(`${index}`) : item(`${index}`)))
  const { rows, unmapped } = await mapIsolated(items, mapping)
  expect(unmapped).toEqual(['3', '10', '17'].map((id) => ({ table: 'orders', externalId: id, raw: broken(id) })))
  const others = items.filter(({ parts }) => parts).map(({ id }) => id)
  expect(idsOf(rows.orders)).toEqual(others)
  expect(idsOf(rows.order_lines)).toEqual(others.map((id) => `${id}-1`))
})

test('objects that can all be mapped are mapped at once', async () => {
  let calls = 0
  const map = (items: readonly Item[]) => {
    calls += 1
    return mapAll(items)
  }
  expect(await mapIsolated([item('1'), item('2')], { ...mapping, map })).not.toHaveProperty('unmapped')
  expect(calls).toBe(1)
})

test('an object without an id stops no other', async () => {
  const { rows, unmapped } = await mapIsolated([broken(null), item('1')], mapping)
  expect(unmapped).toEqual([])
  expect(idsOf(rows.orders)).toEqual(['1'])
})

test('a call to the platform that fails is no fault of an object', async () => {
  const map = () => Promise.reject(new RetryableError('The shop is down.'))
  await expect(mapIsolated([item('1'), item('2')], { ...mapping, map })).rejects.toThrow('The shop is down.')
})
