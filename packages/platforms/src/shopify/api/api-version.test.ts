import { expect, test } from 'vitest'
import { endOfSupport } from './api-version.ts'

test.each([
  ['2025-10', '2026-10-16T15:00:00Z'],
  ['2026-01', '2027-01-16T15:00:00Z'],
  ['2026-04', '2027-04-16T15:00:00Z'],
  ['2026-07', '2027-07-16T15:00:00Z'],
  ['2026-10', '2027-10-16T15:00:00Z'],
  ['2027-01', '2028-01-16T15:00:00Z'],
])('%s ends when Shopify says: %s', (version, end) => {
  expect(endOfSupport(version)).toEqual(new Date(end))
})

test('what has no quarter has no end', () => {
  expect(endOfSupport('unstable')).toBeNull()
})
