import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Collection, createCollection } from './collection.ts'

interface Entry {
  id: number
  createdAt: number
  updatedAt: number
}

const SIZE = 30
const DAY = 10

/** Several base objects share a time. */
const baseTime = (id: number) => Math.floor(id / 3) * DAY

function open(size = SIZE, onCreate = () => {}): Collection<Entry> {
  const create = (id: number): Entry => {
    onCreate()
    return { id, createdAt: baseTime(id) - DAY, updatedAt: baseTime(id) }
  }
  return createCollection({ size, create, updatedAt: baseTime })
}

type Step = (entries: Collection<Entry>) => void

const times = fc.integer({ min: -2, max: SIZE * 4 })
const id = fc.integer({ min: 1, max: SIZE + 5 })
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, times, times).map(([changed, createdAt, updatedAt]): Step => {
    return (entries) => void (entries.get(changed) && entries.put({ id: changed, createdAt, updatedAt }))
  }),
  fc.tuple(times, times).map(([createdAt, updatedAt]): Step => {
    return (entries) => void entries.add((added) => ({ id: added, createdAt, updatedAt }))
  }),
  id.map(
    (removed): Step =>
      (entries) =>
        void entries.remove(removed),
  ),
)
const windows = fc.record({
  from: fc.oneof(times, fc.constant(Number.NEGATIVE_INFINITY)),
  to: fc.oneof(times, fc.constant(Number.POSITIVE_INFINITY)),
})

test('after any changes, additions and removals a window holds what a look at every object finds', () => {
  fc.assert(
    fc.property(
      fc.array(steps, { maxLength: 40 }),
      windows,
      fc.integer({ min: 1, max: 4 }),
      (changes, window, share) => {
        const entries = open()
        for (const change of changes) change(entries)
        const among = entries.ids().filter((each) => each % share === 0)
        const isWithin = (time: number) => time >= window.from && time <= window.to
        const plain = (timeOf: (entry: Entry) => number) =>
          among.filter((each) => isWithin(timeOf(entries.get(each) as Entry)))
        expect(entries.changed(window, among)).toEqual(plain(({ updatedAt }) => updatedAt))
        expect(entries.within(({ createdAt }) => createdAt, window, among)).toEqual(plain(({ createdAt }) => createdAt))
      },
    ),
  )
})

test('without a list a window is of all objects, and both of its bounds belong to it', () => {
  const entries = open()
  entries.remove(4)
  entries.put({ id: 20, createdAt: 0, updatedAt: 2 * DAY })
  const added = entries.add((number) => ({ id: number, createdAt: 0, updatedAt: DAY }))
  expect(entries.changed({ from: DAY, to: 2 * DAY })).toEqual([3, 5, 6, 7, 8, 20, added.id])
})

test('a window of 100,000 objects computes a few of them', () => {
  const work = { created: 0 }
  const entries = open(100_000, () => {
    work.created += 1
  })
  const window = { from: baseTime(50_000), to: Number.POSITIVE_INFINITY }
  const found = entries.within(({ createdAt }) => createdAt, window)
  expect(found.length).toBeGreaterThan(40_000)
  expect(work.created).toBeLessThan(2 * Math.ceil(Math.log2(100_000)) + 2)
})
