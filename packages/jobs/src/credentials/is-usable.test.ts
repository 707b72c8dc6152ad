import { expect, test } from 'vitest'
import { goodUntil } from './is-usable.ts'

const updatedAt = new Date('2026-06-01T12:00:00Z')
const minutesGood = (expiresAt: Date | null) => (goodUntil({ updatedAt, expiresAt }) - updatedAt.getTime()) / 60_000
const after = (minutes: number) => new Date(updatedAt.getTime() + minutes * 60_000)

test('a token is renewed five minutes before it expires', () => {
  expect(minutesGood(after(60))).toBe(55)
})

test('a token without an expiry is treated as short-lived', () => {
  expect(minutesGood(null)).toBe(25)
})

test('a token that lives for a minute is used for half of it, not renewed at every call', () => {
  expect(minutesGood(after(1))).toBe(0.5)
})

test('a token that is already expired is not used', () => {
  expect(minutesGood(after(-10))).toBeLessThan(0)
})
