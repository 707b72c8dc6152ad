import { expect, test } from 'vitest'
import { createPacer } from './pacer.ts'

/** A clock that stands still unless somebody waits. */
function atTime(start: number) {
  let ms = start
  const advance = (by: number) => {
    ms += by
  }
  const sleep = async (by: number, signal?: AbortSignal) => {
    signal?.throwIfAborted()
    advance(by)
  }
  const { turn } = createPacer({ now: () => ms, sleep })
  /** Sends a call that takes `lateMs` until it is written. Resolves with the time of that. */
  const send = async (key: string, gapMs: number, lateMs = 0) => {
    const written = await turn({ key, gapMs })
    advance(lateMs)
    written()
    return ms
  }
  return { turn, send, advance, now: () => ms }
}

test('a call that follows a late one too soon is held back, one that does not is not', async () => {
  const { send, advance } = atTime(1_000)
  expect(await send('a', 60)).toBe(1_000)
  advance(20)
  expect(await send('a', 60)).toBe(1_060)
  advance(200)
  expect(await send('a', 60)).toBe(1_260)
})

test('a call counts from when it was written, which a new connection delays', async () => {
  const { send } = atTime(0)
  expect([await send('a', 30, 100), await send('a', 30)]).toEqual([100, 130])
})

test('calls that come together go one after the other', async () => {
  const { send } = atTime(0)
  expect(await Promise.all(Array.from({ length: 4 }, () => send('a', 30)))).toEqual([0, 30, 60, 90])
})

test('shops do not wait for one another', async () => {
  const { turn, send } = atTime(0)
  await turn({ key: 'a', gapMs: 10_000 })
  expect(await send('b', 10_000)).toBe(0)
})

test('a call that will not be written lets the next one go', async () => {
  const { turn, send } = atTime(0)
  const end = await turn({ key: 'a', gapMs: 30 })
  const next = send('a', 30)
  end()
  expect(await next).toBe(30)
})

test('a call whose process stops while it waits lets the next one go', async () => {
  const { turn, send } = atTime(0)
  await send('a', 30)
  const stopped = turn({ key: 'a', gapMs: 30, signal: AbortSignal.abort(new Error('stopping')) })
  await expect(stopped).rejects.toThrow('stopping')
  expect(await send('a', 30)).toBe(30)
})

test('a call is written only once', async () => {
  const { turn, send, advance } = atTime(0)
  const written = await turn({ key: 'a', gapMs: 30 })
  written()
  advance(20)
  written()
  expect(await send('a', 30)).toBe(30)
})

test('a fraction of a millisecond is rounded up, because a timer that fires early would be too soon', async () => {
  const { send } = atTime(0)
  await send('a', 33.4)
  expect(await send('a', 33.4)).toBe(34)
})

test('shops not called for long are forgotten', async () => {
  const { send, advance, now } = atTime(0)
  await send('a', 200_000)
  advance(60_001)
  await send('b', 1)
  expect(await send('a', 200_000)).toBe(now())
})
