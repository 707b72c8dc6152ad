import { expect, test } from 'vitest'
import { readMicroseconds, readNumeric } from './binary-values.ts'

test.each([
  ['2000-01-01T00:00:00.000Z', 0],
  ['2000-01-01T00:00:00.001Z', 1_000],
  ['1999-12-31T23:59:59.000Z', -1_000_000],
])('%s is %i microseconds after the epoch of Postgres', (text, expected) => {
  expect(readMicroseconds(text)).toBe(expected)
})

test.each([
  '2026-02-30T00:00:00.000Z',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '1 January',
  '+275760-09-13T00:00:00.000Z',
  '',
])('a time such as "%s" is left to Postgres', (text) => expect(readMicroseconds(text)).toBeNull())

test.each([
  ['0', [], 0, 0],
  ['-0.00', [], 0, 2],
  ['1', [1], 0, 0],
  ['10000', [1], 1, 0],
  ['12345.6789', [1, 2345, 6789], 1, 4],
  ['0.00012', [1, 2000], -1, 5],
  ['00042.50', [42, 5000], 0, 2],
])('%s is %j in groups of four digits, the first times 10,000^%i', (text, groups, weight, scale) => {
  expect(readNumeric(text)).toEqual({ groups, weight, scale, isNegative: false })
})

test.each(['', '1e3', 'NaN', '.5', '5.', '0x1', ' 1', '1,5', '9'.repeat(1_001)])(
  'a number such as "%s" is left to Postgres',
  (text) => expect(readNumeric(text)).toBeNull(),
)
