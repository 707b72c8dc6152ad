import type { Json, Page } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

function page(next: Json): Page {
  return { rows: { origin: 'api', readAt: new Date(0), rows: {} }, ids: [], next }
}

test('only the next page is fetched before the current one is processed', async () => {
  const asked: Json[] = []
  const pages = readAhead(async (cursor) => {
    asked.push(cursor)
    return page(asked.length < 4 ? asked.length : null)
  }, null)

  await pages.next()
  expect(asked).toEqual([null, 1])
  await pages.next()
  expect(asked).toEqual([null, 1, 2])
  await pages.return()
})

test('an error of the page ahead rises only after the page before it was handed out', async () => {
  const pages = readAhead(async (cursor) => {
    if (cursor === 1) throw new Error('page 1 is broken')
    return page(1)
  }, null)

  await expect(pages.next()).resolves.toMatchObject({ done: false })
  await expect(pages.next()).rejects.toThrow('page 1 is broken')
})

test('a caller that stops early waits for the call in flight', async () => {
  let isAnswered = false
  const pages = readAhead(async (cursor) => {
    if (cursor !== null) {
      await new Promise((resolve) => setImmediate(resolve))
      isAnswered = true
    }
    return page(1)
  }, null)

  await pages.next()
  await pages.return()
  expect(isAnswered).toBe(true)
})
