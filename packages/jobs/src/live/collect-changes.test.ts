import { expect, test } from 'vitest'
import { createChangeCollector } from './collect-changes.ts'
import { packEntry, unpackEntry } from './entry.ts'

test('changes of one kind and shop become one, in the order of the first of each', () => {
  const collector = createChangeCollector()
  collector.add({ kind: 'run', shopId: 'a', id: '1' })
  collector.add({ kind: 'delivery', shopId: 'a' })
  collector.add({ kind: 'run', shopId: 'b', id: '2' })
  for (const id of ['1', '3']) collector.add({ kind: 'run', shopId: 'a', id })
  expect(collector.take()).toEqual([
    { kind: 'run', shopId: 'a', accountId: null, ids: ['1', '3'] },
    { kind: 'delivery', shopId: 'a', accountId: null },
    { kind: 'run', shopId: 'b', accountId: null, ids: ['2'] },
  ])
  expect(collector.take()).toEqual([])
})

test('more than twenty ids, or one that is not known, are reported without ids', () => {
  const collector = createChangeCollector()
  for (let id = 0; id < 21; id++) collector.add({ kind: 'push', shopId: 'a', id: `${id}` })
  for (const id of ['1', undefined, '2']) collector.add({ kind: 'push', shopId: 'b', ...(id && { id }) })
  expect(collector.take().map(({ ids }) => ids)).toEqual([undefined, undefined])
})

test('an entry is read as it was written, and one of a newer release counts as lost', () => {
  const changes = [
    { kind: 'run', shopId: 'a', accountId: null, ids: ['1'] },
    { kind: 'installation', shopId: null, accountId: 'b' },
  ]
  for (const isAfterLoss of [true, false])
    expect(unpackEntry(packEntry({ isAfterLoss, changes }))).toEqual({ isAfterLoss, changes })
  for (const text of ['', '{', '{"changes":[["run"]]}', 'null'])
    expect(unpackEntry(text)).toEqual({ isAfterLoss: true, changes: [] })
})
