import { expect, test } from 'vitest'
import { createBucket } from './bucket.ts'

function create() {
  const time = { now: 0 }
  const allowance = { bucket: 2_000, restorePerSecond: 100 }
  const clock = { now: () => time.now } as Parameters<typeof createBucket>[0]['clock']
  return { time, allowance, bucket: createBucket({ clock, allowance }) }
}

test('points come back with time, and never more than there were', () => {
  const { time, bucket } = create()
  bucket.take(500)
  time.now += 2_000
  expect(bucket.status()).toEqual({ maximumAvailable: 2_000, currentlyAvailable: 1_700, restoreRate: 100 })
  time.now += 60_000
  expect(bucket.status().currentlyAvailable).toBe(2_000)
})

test('looking takes nothing, and parts of a point are not given out', () => {
  const { time, bucket } = create()
  bucket.take(2_000)
  expect([bucket.holds(1), bucket.holds(0)]).toEqual([false, true])
  time.now += 15
  expect([bucket.status().currentlyAvailable, bucket.holds(2)]).toEqual([1, false])
})

test('a clock that is set back gives nothing and takes nothing', () => {
  const { time, bucket } = create()
  bucket.take(100)
  time.now -= 60_000
  expect(bucket.status().currentlyAvailable).toBe(1_900)
})

test('another plan counts from now on', () => {
  const { allowance, bucket } = create()
  bucket.take(100)
  Object.assign(allowance, { bucket: 4_000, restorePerSecond: 200 })
  expect(bucket.status()).toEqual({ maximumAvailable: 4_000, currentlyAvailable: 3_900, restoreRate: 200 })
})
