import { expect, test } from 'vitest'
import { createPacer } from './pacer.ts'

function atTime(start: number) {
  let ms = start
  const { waitFor } = createPacer(() => ms)
  const advance = (by: number) => {
    ms += by
  }
  return { waitFor, advance }
}

test('a call that follows a late one too soon is held back, one that does not is not', () => {
  const { waitFor, advance } = atTime(1_000)
  expect(waitFor('a', 60)).toBe(0)
  advance(20)
  expect(waitFor('a', 60)).toBe(40)
  // Sent 40 ms from now: 80 ms from now it is only 40 ms ago.
  advance(80)
  expect(waitFor('a', 60)).toBe(20)
  advance(200)
  expect(waitFor('a', 60)).toBe(0)
})

test('calls that come together go one after the other', () => {
  const { waitFor } = atTime(0)
  expect(Array.from({ length: 4 }, () => waitFor('a', 30))).toEqual([0, 30, 60, 90])
})

test('shops do not wait for one another', () => {
  const { waitFor } = atTime(0)
  expect([waitFor('a', 10_000), waitFor('b', 10_000)]).toEqual([0, 0])
})

test('a fraction of a millisecond is rounded up, because a timer that fires early would be too soon', () => {
  const { waitFor } = atTime(0)
  waitFor('a', 33.4)
  expect(waitFor('a', 33.4)).toBe(34)
})

test('shops not called for long are forgotten', () => {
  const { waitFor, advance } = atTime(0)
  waitFor('a', 200_000)
  advance(60_001)
  waitFor('b', 1)
  expect(waitFor('a', 200_000)).toBe(0)
})
