import { expect, test } from 'vitest'
import { outsideFold } from './fold.ts'

const HOUR_MS = 3_600_000
const fold = Date.UTC(2026, 9, 25)
const isDoubtful = (time: number) => time >= fold && time < fold + 2 * HOUR_MS

test('no time and nothing derived from it lies in the hour that happens twice, and the order is kept', () => {
  const times = Array.from({ length: 4 * 96 }, (_, quarter) =>
    outsideFold(fold - 48 * HOUR_MS + (quarter * HOUR_MS) / 4),
  )
  const derived = times.flatMap((time) => [0, 1, 2, 24].map((hours) => time - hours * HOUR_MS))
  expect(derived.filter(isDoubtful)).toEqual([])
  expect(times.toSorted((a, b) => a - b)).toEqual(times)
})

test('every other time is left as it is', () => {
  const summer = Date.UTC(2026, 6, 1, 12)
  expect(outsideFold(summer)).toBe(summer)
})
