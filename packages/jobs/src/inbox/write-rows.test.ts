import type { MirrorRows } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { mergeRows } from './write-rows.ts'

function order(id: string, lines: string[], at = 0): MirrorRows {
  const row = (externalId: string) => ({ externalId, sourceUpdatedAt: null, fields: {}, raw: {} })
  return { origin: 'webhook', readAt: new Date(at), rows: { orders: [row(id)], order_lines: lines.map(row) } }
}

function idsOf({ rows }: MirrorRows): string[] {
  return (rows.orders ?? []).map(({ externalId }) => externalId)
}

test('events about different objects become one write', () => {
  const merged = mergeRows([order('1', ['a']), order('2', ['b', 'c'])])
  expect(merged.map(idsOf)).toEqual([['1', '2']])
  expect(merged[0]?.rows.order_lines).toHaveLength(3)
})

test('two events about one object are never in the same write', () => {
  const merged = mergeRows([order('1', ['a']), order('2', []), order('1', ['b'])])
  expect(merged.map(idsOf)).toEqual([['1', '2'], ['1']])
})

test('events with different tables are written separately, because a missing child table says nothing about children', () => {
  const bare: MirrorRows = { ...order('2', []), rows: { orders: order('2', []).rows.orders ?? [] } }
  expect(mergeRows([order('1', ['a']), bare]).map(idsOf)).toEqual([['1'], ['2']])
})

test('a write is as old as its oldest event', () => {
  expect(mergeRows([order('1', [], 5_000), order('2', [], 3_000)])[0]?.readAt).toEqual(new Date(3_000))
})

test('the events handed in are left as they were', () => {
  const first = order('1', ['a'])
  mergeRows([first, order('2', ['b'])])
  expect(idsOf(first)).toEqual(['1'])
})
