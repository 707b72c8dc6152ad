import { expect, test } from 'vitest'
import { createId } from './create-id.ts'

test('an id is its prefix and 25 characters that need no escaping anywhere', () => {
  expect(createId('shp')).toMatch(/^shp_[0-9a-hjkmnp-tv-z]{25}$/)
})

test('ids sort by age, to the millisecond', () => {
  const moments = [0, 1, 31, 32, 1_000, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1) + 1, Date.UTC(2999, 0, 1)]
  const ids = moments.map((moment) => createId('run', moment))
  expect(ids.toSorted()).toEqual(ids)
})

test('no two ids are alike', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => createId('dlv', 1))).size).toBe(10_000)
})

test('ids of one millisecond sort in the order they were made', () => {
  const ids = Array.from({ length: 10_000 }, () => createId('dlv', 7))
  expect(ids.toSorted()).toEqual(ids)
})
