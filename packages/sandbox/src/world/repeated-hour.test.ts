import { expect, test } from 'vitest'
import { avoidRepeatedHour } from './repeated-hour.ts'

const HOUR_MS = 3_600_000
const end = Date.UTC(2026, 9, 25)
const isAmbiguous = (time: number) => time >= end && time < end + 2 * HOUR_MS

test('no time and nothing derived from it lies in the hour that repeats, and the order is kept', () => {
  const times = Array.from({ length: 4 * 96 }, (_, quarter) =>
    avoidRepeatedHour(end - 48 * HOUR_MS + (quarter * HOUR_MS) / 4),
  )
  const derived = times.flatMap((time) => [0, 1, 2, 24].map((hours) => time - hours * HOUR_MS))
  expect(derived.filter(isAmbiguous)).toEqual([])
  expect(times.toSorted((a, b) => a - b)).toEqual(times)
})

test('every other time is left as it is', () => {
  const summer = Date.UTC(2026, 6, 1, 12)
  expect(avoidRepeatedHour(summer)).toBe(summer)
})
