import { expect, test } from 'vitest'
import { servedVersion } from './versions.ts'

const served = (asked: string, time: string) => servedVersion(asked, Date.parse(time))

test.each([
  ['2026-10', '2026-10-01T16:59:59Z', '2026-10'],
  ['2027-01', '2026-10-01T17:00:00Z', '2027-01'],
  ['2025-10', '2026-10-16T14:59:59Z', '2025-10'],
  ['2025-10', '2026-10-16T15:00:01Z', '2026-01'],
  ['2019-04', '2026-11-22T00:00:00Z', '2026-01'],
  ['unstable', '2026-11-22T00:00:00Z', 'unstable'],
  ['2027-04', '2026-11-22T00:00:00Z', null],
  ['2026-11', '2026-11-22T00:00:00Z', null],
  ['latest', '2026-11-22T00:00:00Z', null],
])('%s, asked for at %s, is answered by %s', (asked, time, version) => {
  expect(served(asked, time)).toBe(version)
})
