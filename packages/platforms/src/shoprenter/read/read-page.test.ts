import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { ApiAnswer } from '../api/api.ts'
import { readCollectionPage } from './read-page.ts'

/** What the platform's pages do, in memory: `stir` is called before each answer and may change what is there. */
function createShelf(
  ids: string[],
  { stir = () => {}, tellsEnd = true }: { stir?: () => void; tellsEnd?: boolean } = {},
) {
  let requests = 0
  const ask = async (_path: string, request?: { query?: Record<string, string> }): Promise<ApiAnswer> => {
    requests += 1
    stir()
    const { page = '0', limit = '25', full } = request?.query ?? {}
    const [number, size] = [Number(page), Number(limit)]
    const pageCount = Math.max(1, Math.ceil(ids.length / size))
    if (number >= pageCount) return { status: 400, code: 40_008, value: null }
    const items = ids
      .slice(number * size, number * size + size)
      .map((id): Json => (full ? { id, sku: 'x' } : { href: `https://legacy.example/products/${id}` }))
    const next = number + 1 < pageCount ? { href: 'https://legacy.example/' } : null
    return { status: 200, code: null, value: { items, next, ...(tellsEnd && { pageCount: String(pageCount) }) } }
  }
  return { api: { request: ask }, requests: () => requests }
}

type Shelf = ReturnType<typeof createShelf>

async function readAll({ api }: Shelf) {
  const whole: string[] = []
  const listed: string[] = []
  let cursor: Json = null
  do {
    const page = await readCollectionPage({ api, path: 'products', query: {}, cursor })
    const ids = page.items.map((item) => String(item.id ?? String(item.href).split('/').at(-1)))
    ;(page.whole ? whole : listed).push(...ids)
    // As it survives a restart.
    cursor = JSON.parse(JSON.stringify(page.next))
  } while (cursor !== null)
  return { whole: new Set(whole), listed: new Set(listed), ids: new Set([...whole, ...listed]) }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)

test.each([
  [0, 1],
  [1, 1],
  [200, 1],
  [201, 4],
  [1_000, 7],
])('%i objects that keep still take %i requests, whole objects only', async (count, requests) => {
  const shelf = createShelf(names(count))
  const { whole, listed } = await readAll(shelf)
  expect([...whole].sort()).toEqual(names(count).sort())
  expect(listed.size).toBe(0)
  expect(shelf.requests()).toBe(requests)
})

test('where nothing tells the end, ids are listed once more to be sure', async () => {
  const { whole, listed } = await readAll(createShelf(names(450), { tellsEnd: false }))
  expect(whole.size).toBe(450)
  expect(listed.size).toBe(450)
})

test('whatever stays is found, whatever goes or comes behind it while pages are read', async () => {
  const change = fc.record({
    request: fc.nat({ max: 12 }),
    place: fc.nat({ max: 999 }),
    comes: fc.boolean(),
    // Now and then whole pages.
    count: fc.constantFrom(1, 1, 3, 200, 250),
  })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 150, max: 900 }), fc.array(change, { maxLength: 6 }), async (size, changes) => {
      const ids = names(size)
      let asked = 0
      const stir = () => {
        for (const { place, comes, count } of changes.filter(({ request }) => request === asked)) {
          if (comes) ids.push(...names(count).map((name) => `late${asked}-${name}`))
          else ids.splice(place % (ids.length + 1), count)
        }
        asked += 1
      }
      const found = await readAll(createShelf(ids, { stir })).catch((error: unknown) => {
        // One that is disturbed in the reading and in each of the three listings after it may be given up, never called read.
        if (error instanceof RetryableError && changes.length > 3) return null
        throw error
      })
      if (found === null) return
      for (const id of ids.filter((name) => !name.startsWith('late'))) expect(found.ids.has(id), id).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('a shop that never keeps still is said to, and not called read', async () => {
  const ids = names(2_000)
  const shelf = createShelf(ids, { stir: () => ids.shift() })
  await expect(readAll(shelf)).rejects.toBeInstanceOf(RetryableError)
  await expect(readAll(shelf)).rejects.toThrow(/changes faster than it can be read/)
})
