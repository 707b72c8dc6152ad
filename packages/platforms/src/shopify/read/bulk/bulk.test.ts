import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PermanentError, RateLimitedError, RetryableError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import type { BulkReader } from '../../api/client-context.ts'
import { type BulkStage, idsOf, products, startBulkStage } from '../../testing/bulk-stage.ts'

/** About 13 MB: two parts. */
const PRODUCTS = 3_000

let stage: BulkStage
beforeEach(async () => {
  stage = await startBulkStage({ count: PRODUCTS })
})
afterEach(() => stage.close())

const read = (reader: BulkReader, cursor: Json) => reader.readPage({ resource: 'products', window: null, cursor })

/** As often as it takes until the operation is ready: the sandbox needs a moment for it. */
async function readWhenReady(reader: BulkReader, cursor: Json): Promise<Page | null> {
  for (;;) {
    try {
      return await read(reader, cursor)
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error
      await done()
    }
  }
}

/** Every page with its own reader and a cursor that was serialized in between. */
async function readAll(readers: () => BulkReader): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor: Json = null; ; ) {
    const page = await readWhenReady(readers(), cursor)
    if (!page) throw new Error('It was to be read page by page.')
    pages.push(page)
    if (page.next === null) return pages
    cursor = JSON.parse(JSON.stringify(page.next))
  }
}

/** Where a read stands once its operation has been begun. */
async function begun(reader = stage.reader()): Promise<Json> {
  return (await read(reader, null))?.next ?? null
}

async function done(): Promise<void> {
  await vi.waitUntil(() => stage.bulkOperations.list().every(({ completedAt }) => completedAt), { timeout: 9_000 })
}

function expectAll(pages: Page[]) {
  expect(new Set(idsOf(pages)).size).toBe(PRODUCTS)
  const variants = pages.flatMap(({ rows }) => rows.rows.product_variants ?? [])
  expect(new Set(variants.map(({ externalId }) => externalId)).size).toBe(PRODUCTS * 3)
}

describe('a read by bulk operation', () => {
  test('brings every object with its children, part by part, and says how many there are', async () => {
    const pages = await readAll(() => stage.reader())
    expectAll(pages)
    expect(idsOf(pages)).toHaveLength(PRODUCTS)
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.at(-1)?.announced).toBe(PRODUCTS)
    expect(await readdir(stage.spoolDir)).toEqual([])
  })

  test('goes on in any process, on any machine, from every state', async () => {
    const folders: string[] = []
    const pages: Page[] = []
    for (let cursor: Json = null; ; ) {
      const folder = await mkdtemp(join(tmpdir(), 'bulk-machine-'))
      folders.push(folder)
      const page = await readWhenReady(stage.reader({ SHOPIFY_SPOOL_DIR: folder }), cursor)
      if (page) pages.push(page)
      if (!page?.next) break
      cursor = JSON.parse(JSON.stringify(page.next))
    }
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
    expectAll(pages)
    expect(stage.bulkOperations.list()).toHaveLength(1)
  })

  test('can be cut into pages as small as it takes, without losing one at the edges', async () => {
    const pages = await readAll(() => stage.reader({}, { ...products, nodesPerPage: 400 }))
    expectAll(pages)
    expect(idsOf(pages)).toHaveLength(PRODUCTS)
    expect(Math.max(...pages.map(({ ids }) => ids.length))).toBe(400)
  })

  test('adopts what it began when the answer to that was lost', async () => {
    const [first, second] = [await begun(), await begun()]
    expect(second).toMatchObject({ bulk: { id: (first as { bulk: { id: string } }).bulk.id } })
    expect(stage.bulkOperations.list()).toHaveLength(1)
  })

  test('does not adopt what is older than the next window reaches back', async () => {
    await begun()
    stage.advance(3 * 60_000)
    await begun()
    expect(stage.bulkOperations.list()).toHaveLength(2)
  })

  test('is left to pages where there is little, and for windows', async () => {
    expect(await read(stage.reader({ SHOPIFY_BULK_FROM: String(PRODUCTS + 1) }), null)).toBeNull()
    const window = { from: new Date(0), to: new Date() }
    expect(await stage.reader().readPage({ resource: 'products', window, cursor: null })).toBeNull()
    expect(await stage.reader().readPage({ resource: 'locations', window: null, cursor: null })).toBeNull()
    expect(await read(stage.reader(), { after: 'a cursor of pages' })).toBeNull()
    expect(stage.bulkOperations.list()).toEqual([])
  })

  test('waits for a place when the shop runs as many as it may', async () => {
    stage.faults.set({ kind: 'bulkStuck' })
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      stage.bulkOperations.start(`query ${name} { products { edges { node { id } } } }`)
    await expect(read(stage.reader(), null)).rejects.toThrow(RateLimitedError)
  })

  test('polls at growing intervals, and parks the run between polls', async () => {
    stage.faults.set({ kind: 'bulkStuck' })
    const cursor = await begun()
    const waits = []
    for (const ms of [0, 20_000, 10 * 60_000]) {
      stage.advance(ms)
      waits.push(await read(stage.reader(), cursor).catch((error: RateLimitedError) => error.retryAfterMs))
    }
    expect(waits).toEqual([1_000, expect.closeTo(5_250, -3), 30_000])
  })

  test('that is not ready in time is cancelled and continues page by page, and operators are notified', async () => {
    stage.faults.set({ kind: 'bulkStuck' })
    const cursor = await begun()
    stage.advance(61 * 60_000)
    expect(await read(stage.reader(), cursor)).toBeNull()
    await done()
    expect(stage.bulkOperations.list()[0]?.status).toBe('CANCELED')
    expect(stage.alerts).toEqual([expect.stringContaining('SHOPIFY_BULK_MAX_MINUTES')])
  })

  test('that failed is read page by page: part of the data is never taken for all', async () => {
    stage.faults.set({ kind: 'bulkFailed' })
    const cursor = await begun()
    await done()
    expect(stage.bulkOperations.list()[0]?.partialDataUrl).toBeTruthy()
    expect(await read(stage.reader(), cursor)).toBeNull()
    expect(stage.alerts).toEqual([expect.stringContaining('FAILED (TIMEOUT)')])
  })

  test('that somebody cancelled is read page by page', async () => {
    stage.faults.set({ kind: 'bulkStuck' })
    const cursor = await begun()
    stage.bulkOperations.cancel(stage.bulkOperations.list()[0]?.id ?? '')
    expect(await read(stage.reader(), cursor)).toBeNull()
  })

  test('whose result has expired is begun again, at most twice, then read page by page', async () => {
    stage.faults.set({ kind: 'bulkExpired' })
    let cursor: Json = await begun()
    for (const restarts of [1, 2]) {
      await done()
      cursor = (await read(stage.reader(), cursor))?.next ?? null
      expect(cursor).toMatchObject({ bulk: { restarts } })
    }
    await done()
    expect(await read(stage.reader(), cursor)).toBeNull()
    expect(stage.bulkOperations.list()).toHaveLength(3)
  })

  test('whose result expired between two parts begins again at the first', async () => {
    const cursor = await begun()
    await done()
    const first = await read(stage.reader(), cursor)
    stage.faults.set({ kind: 'bulkExpired', count: 1 })
    await rm(stage.spoolDir, { recursive: true })
    const second = await read(stage.reader(), first?.next ?? null)
    expect(second?.next).toMatchObject({ bulk: { restarts: 1 } })
    expect(second?.next).not.toHaveProperty('bulk.next')
  })

  test.each(['truncate', 'bulkShort'] as const)(
    'whose download is %s fails, and is whole when it is fetched again',
    async (kind) => {
      const cursor = await begun()
      await done()
      stage.faults.set({ kind, count: 1, path: '/shopify/files/' })
      await expect(read(stage.reader(), cursor)).rejects.toThrow(RetryableError)
      expect(await readdir(stage.spoolDir)).toEqual([])
      expect((await read(stage.reader(), cursor))?.ids.length).toBeGreaterThan(0)
    },
  )

  test('that the platform no longer knows is begun again', async () => {
    const startedAt = new Date().toISOString()
    const page = await read(stage.reader(), { bulk: { id: 'gid://shopify/BulkOperation/1', startedAt, restarts: 0 } })
    expect(page?.next).toMatchObject({ bulk: { restarts: 1 } })
  })
})

test('an empty shop is read to its end without a file', async () => {
  await stage.close()
  stage = await startBulkStage({ count: 0 })
  const reader = stage.reader({ SHOPIFY_BULK_FROM: '0' })
  const cursor = await begun(reader)
  await done()
  expect(await read(reader, cursor)).toMatchObject({ ids: [], next: null, announced: 0 })
})

test('a query that the platform refuses says what it said', async () => {
  const text = '{ products { nodes { id } } }'
  const { userErrors } = stage.bulkOperations.start(text)
  const reader = stage.reader({}, { ...products, query: { ...products.query, text } })
  const refusal = await read(reader, null).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(PermanentError)
  expect(String(refusal)).toContain(userErrors[0]?.message)
})
