import { expect, test } from 'vitest'
import { relativeTime } from './relative-time.ts'

const now = new Date('2026-05-01T12:00:00Z')

test.each([
  ['2026-05-01T11:59:50Z', 'en', '10 seconds ago'],
  ['2026-05-01T11:00:01Z', 'en', '59 minutes ago'],
  ['2026-05-01T14:00:00Z', 'en', 'in 2 hours'],
  ['2026-04-30T11:00:00Z', 'de', 'gestern'],
  ['2026-03-01T11:00:00Z', 'hu', '2 hónappal ezelőtt'],
  ['2020-05-01T11:00:00Z', 'en', '6 years ago'],
])('%s is said in %s as %s', (date, language, expected) => {
  expect(relativeTime(new Date(date), { now, language })).toBe(expected)
})
