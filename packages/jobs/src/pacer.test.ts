import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPacer } from './pacer.ts'

/** Timers count whole milliseconds of another clock. */
const TOLERANCE_MS = 2

test('a call that follows a late one too soon is held back, one that does not is not', async () => {
  const { keepDistance } = createPacer()
  await keepDistance('a', 60)
  const first = performance.now()
  await pause(20)
  await keepDistance('a', 60)
  expect(performance.now() - first).toBeGreaterThanOrEqual(60 - TOLERANCE_MS)

  await pause(80)
  const before = performance.now()
  await keepDistance('a', 60)
  expect(performance.now() - before).toBeLessThan(20)
})

test('calls that come together go one after the other', async () => {
  const { keepDistance } = createPacer()
  const sent: number[] = []
  const calls = Array.from({ length: 4 }, () => keepDistance('a', 30).then(() => sent.push(performance.now())))
  await Promise.all(calls)
  for (const [index, at] of sent.slice(1).entries())
    expect(at - (sent[index] ?? 0)).toBeGreaterThanOrEqual(30 - 5 * TOLERANCE_MS)
})

test('shops do not wait for one another', async () => {
  const { keepDistance } = createPacer()
  await keepDistance('a', 10_000)
  await keepDistance('b', 10_000)
})
