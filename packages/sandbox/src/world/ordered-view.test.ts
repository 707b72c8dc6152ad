import { expect, test } from 'vitest'
import { createCollection } from './collection.ts'
import { createOrderedView, sortedBy } from './ordered-view.ts'

interface Entry {
  id: number
  updatedAt: number
}

const SIZE = 100_000

function open(size = SIZE) {
  const work = { summarized: 0, compared: 0 }
  const create = (id: number): Entry => ({ id, updatedAt: id * 10 })
  const collection = createCollection<Entry>({ size, create, updatedAt: (id) => id * 10 })
  const view = createOrderedView({
    collection,
    summarize: (object: Entry) => {
      work.summarized += 1
      return object
    },
    includes: ({ id }) => id % 7 !== 0,
  })
  const byTime = {
    keyOf: ({ id, updatedAt }: Entry) => [updatedAt, id] as const,
    compare: (a: readonly [number, number], b: readonly [number, number]) => {
      work.compared += 1
      return b[0] - a[0] || b[1] - a[1]
    },
  }
  return { work, collection, read: () => ({ byId: view(), newest: sortedBy(view(), 'newest', byTime) }) }
}

const idsOf = (list: readonly Entry[]) => list.map(({ id }) => id)

test('after a change, a list of 100,000 in two orders costs a few comparisons and one object', () => {
  const { work, collection, read } = open()
  const before = read()
  Object.assign(work, { summarized: 0, compared: 0 })
  collection.put({ id: 50, updatedAt: SIZE * 20 })
  const { byId, newest } = read()
  expect(newest[0]?.id).toBe(50)
  expect(byId).toHaveLength(before.byId.length)
  expect(work.summarized).toBe(1)
  expect(work.compared).toBeLessThan(2 * Math.ceil(Math.log2(SIZE)) + 2)
  expect(read()).toEqual({ byId, newest })
  expect(read().newest).toBe(newest)
  expect(work.summarized).toBe(1)
})

test('changed, added and removed objects are where a new sort would put them, and a list that was read stays as it was', () => {
  const { collection, read } = open(50)
  const first = read()
  const firstIds = idsOf(first.byId)
  for (let round = 0; round < 40; round += 1) {
    const id = 1 + ((round * 13) % 50)
    if (collection.get(id)) collection.put({ id, updatedAt: (round * 37) % 500 })
    if (round % 3 === 0) collection.add((id) => ({ id, updatedAt: round }))
    if (round % 4 === 0) collection.remove(2 + round)
    const { byId, newest } = read()
    const wanted = collection.ids().flatMap((id) => collection.get(id) ?? [])
    const listed = wanted.filter(({ id }) => id % 7 !== 0)
    expect(idsOf(byId)).toEqual(idsOf(listed))
    expect(idsOf(newest)).toEqual(idsOf(listed.toSorted((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)))
  }
  expect(idsOf(first.byId)).toEqual(firstIds)
})

test('any other array is sorted once', () => {
  const list = [3, 1, 2]
  const key = { keyOf: (entry: number) => entry, compare: (a: number, b: number) => a - b }
  const sorted = sortedBy(list, 'up', key)
  expect(sorted).toEqual([1, 2, 3])
  expect(sortedBy(list, 'up', key)).toBe(sorted)
})
