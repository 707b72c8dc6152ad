import { expect, test } from 'vitest'
import { canonical, canonicalDecimal } from './canonical.ts'

test('decimals are equal whatever zeros they carry, and no digit is lost', () => {
  expect(canonicalDecimal('2200.0000')).toBe('2200')
  expect(canonicalDecimal('0012.50')).toBe('12.5')
  expect(canonicalDecimal('-0.00')).toBe('0')
  expect(canonicalDecimal('.5')).toBe('0.5')
  expect(canonicalDecimal('-100')).toBe('-100')
  expect(canonicalDecimal('12345678901234567890.00000000010')).toBe('12345678901234567890.0000000001')
})

test('what is no decimal stays as it is, so that it is seen as different', () => {
  expect(canonicalDecimal('12,5')).toBe('12,5')
  expect(canonical('not a date', 1184)).toBe('not a date')
})

test('a time is a moment, however its offset is written', () => {
  expect(canonical('2026-01-02T12:00:00+01:00', 1184)).toBe(canonical(new Date('2026-01-02T11:00:00Z'), 1184))
})

test('json is equal whatever the order of its keys, and different in the order of its lists', () => {
  expect(canonical({ b: '1.00', a: [1, 2] }, 3802)).toBe(canonical({ a: [1, 2], b: 1 }, 3802))
  expect(canonical([1, 2], 3802)).not.toBe(canonical([2, 1], 3802))
  expect(canonical({ a: null }, 3802)).not.toBe(canonical({}, 3802))
})

test('an empty text is not the absence of one', () => {
  expect(canonical('', 25)).not.toBe(canonical(null, 25))
})
