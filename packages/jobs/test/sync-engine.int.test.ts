import { RateLimitedError, RetryableError } from '@shopmirror/platforms'
import { findOrphans } from '@shopmirror/test/find-orphans.ts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { pauseRun, resumeRun } from '../src/sync/control-run.ts'
import { type SyncRequest, startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperShop } from './paper-platform.ts'

const PAGES = 5
const MINUTE_MS = 60_000

let now = new Date('2026-06-01T00:00:00Z')
const paper: PaperShop = createPaperShop(0)
const platform = createPaperPlatform(paper, () => now)
const stage = await createStage({ platforms: [platform], now: () => now })
const { context } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  Object.assign(paper, createPaperShop(PAGES * 10))
  shopId = (await stage.connectShop('paper')).id
})

async function start(wish: Partial<SyncRequest> = {}): Promise<string> {
  // Marks of what a run sees are compared with this clock, so it moves.
  now = new Date(now.getTime() + MINUTE_MS)
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual', ...wish }, context)
  return run.id
}

const work = (runId: string, signal?: AbortSignal) => syncRun.run({ runId, shopId }, context, stage.attempt(signal))

async function syncWhole(wish?: Partial<SyncRequest>): Promise<string> {
  const runId = await start(wish)
  await work(runId)
  return runId
}

async function stateOf(runId: string) {
  const [run, resource] = await Promise.all([
    context.db.runs.find(runId),
    context.db.runs.findResource(runId, 'products'),
  ])
  if (!run || !resource) throw new Error('The run is gone.')
  return { run, resource }
}

async function mirrored(): Promise<Record<string, string>> {
  const rows = await stage.sql<{ external_id: string; title: string }[]>`
    select external_id, title from products where shop_id = ${shopId} and deleted_at is null`
  return Object.fromEntries(rows.map((row) => [row.external_id, row.title]))
}

const onPaper = () => Object.fromEntries([...paper.objects].map(([id, { title }]) => [id, title]))
const readsOf = (page: number) => paper.reads.filter((read) => read === `page ${page}`).length
const everyPage = Array.from({ length: PAGES }, (_, page) => page)

describe('a run', () => {
  test('mirrors every object and counts what it did', async () => {
    const { run, resource } = await stateOf(await syncWhole())
    expect(await mirrored()).toEqual(onPaper())
    expect(run).toMatchObject({ status: 'succeeded', epoch: 1 })
    expect(resource).toMatchObject({ status: 'succeeded', pages: PAGES, inserted: 50, noted: 50, error: null })
  })

  test('that is run again writes nothing', async () => {
    await syncWhole()
    const { resource } = await stateOf(await syncWhole())
    expect(resource).toMatchObject({ inserted: 0, updated: 0, unchanged: 50 })
  })

  test('that has ended is left alone', async () => {
    const runId = await syncWhole()
    await work(runId)
    expect((await stateOf(runId)).run.epoch).toBe(1)
  })

  test.each(everyPage)('stopped after page %i continues after it: no page is lost or counted twice', async (page) => {
    const worker = new AbortController()
    paper.beforePage = (asked) => {
      if (asked >= page) worker.abort()
    }
    const runId = await start()
    await expect(work(runId, worker.signal)).rejects.toThrow()
    paper.beforePage = () => undefined
    await work(runId)

    const { run, resource } = await stateOf(runId)
    expect(await mirrored()).toEqual(onPaper())
    expect(run).toMatchObject({ status: 'succeeded', epoch: 2 })
    expect(resource).toMatchObject({ pages: PAGES, rowsRead: 50, inserted: 50, noted: 50 })
    // Only the page that was already requested may be read again.
    expect(everyPage.filter((asked) => readsOf(asked) > 1).length).toBeLessThanOrEqual(1)
  })

  test.each(everyPage)('whose platform fails at page %i keeps its progress, stays open and continues', async (page) => {
    let failures = 1
    paper.beforePage = (asked) => {
      if (asked === page && failures-- > 0) throw new RetryableError('The platform stumbled.')
    }
    const runId = await start()
    await expect(work(runId)).rejects.toThrow('stumbled')
    expect((await stateOf(runId)).run.status).toBe('running')
    expect(Object.keys(await mirrored())).toHaveLength(page * 10)

    await work(runId)
    expect((await stateOf(runId)).resource).toMatchObject({ pages: PAGES, inserted: 50 })
  })

  test('that is rate limited keeps its checkpoint, and reads nothing twice', async () => {
    let refusals = 1
    paper.beforePage = (asked) => {
      if (asked === 3 && refusals-- > 0) throw new RateLimitedError('Wait.', { retryAfterMs: 5_000 })
    }
    const runId = await start()
    await expect(work(runId)).rejects.toBeInstanceOf(RateLimitedError)
    await work(runId)
    expect(paper.reads).toEqual(everyPage.map((page) => `page ${page}`))
  })

  test('reports progress for each page, and none without a page', async () => {
    paper.beforePage = (asked) => {
      if (asked === 2) throw new RetryableError('The platform stumbled.')
    }
    let pages = 0
    const attempt = { ...stage.attempt(), progressed: () => void pages++ }
    const runId = await start()
    const workCounted = () => syncRun.run({ runId, shopId }, context, attempt)
    await expect(workCounted()).rejects.toMatchObject({ kind: 'retryable', message: 'The platform stumbled.' })
    expect(pages).toBe(2)
    await expect(workCounted()).rejects.toMatchObject({ kind: 'retryable' })
    expect(pages).toBe(2)
  })

  test('that is given up is failed, with resource and reason', async () => {
    paper.beforePage = () => {
      throw new RetryableError('The platform is down.')
    }
    const runId = await start()
    const error: unknown = await work(runId).catch((caught: unknown) => caught)
    await syncRun.failed?.({ runId, shopId }, context, error)
    const { run, resource } = await stateOf(runId)
    expect(run).toMatchObject({ status: 'failed', errorKind: 'retryable', error: 'products: The platform is down.' })
    expect(resource).toMatchObject({ status: 'failed', error: 'products: The platform is down.' })
  })

  test('is one per shop: a second request returns the open one', async () => {
    const first = await start()
    const again = await startSync({ shopId, type: 'incremental', trigger: 'manual' }, context)
    expect(again).toMatchObject({ created: false, run: { id: first, type: 'full' } })
  })
})

describe('the owner of a run', () => {
  test('is fenced when another worker takes over: it stops without an error and writes nothing more', async () => {
    const gate = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    paper.beforePage = (asked) => {
      if (asked !== 3) return undefined
      reached.resolve()
      return gate.promise
    }
    const runId = await start()
    const first = work(runId)
    await reached.promise
    paper.beforePage = () => undefined
    await work(runId)
    const titles = await mirrored()

    for (const object of paper.objects.values()) object.title = 'written by nobody'
    gate.resolve()
    await first
    expect(await mirrored()).toEqual(titles)
    expect((await stateOf(runId)).run).toMatchObject({ status: 'succeeded', epoch: 2 })
    expect((await stateOf(runId)).resource).toMatchObject({ pages: PAGES, inserted: 50 })
  })

  test('stops at the next page when the run is paused, and a resume continues there', async () => {
    const runId = await start()
    paper.beforePage = async (asked) => {
      if (asked === 2) await pauseRun(runId, context)
    }
    await work(runId)
    expect((await stateOf(runId)).run.status).toBe('paused')
    expect(Object.keys(await mirrored()).length).toBeLessThan(50)

    paper.beforePage = () => undefined
    await work(runId)
    expect((await stateOf(runId)).run.status, 'a paused run cannot be taken').toBe('paused')
    expect(await resumeRun(runId, context)).toBe(true)
    expect(await stage.waiting(syncRun)).toContainEqual({ runId, shopId })
    await work(runId)
    expect((await stateOf(runId)).resource).toMatchObject({ status: 'succeeded', pages: PAGES, inserted: 50 })
  })

  test('stops for good when it is cancelled', async () => {
    const runId = await start()
    paper.beforePage = async (asked) => {
      if (asked === 2) await context.db.runs.cancel(runId)
    }
    await work(runId)
    await work(runId)
    expect((await stateOf(runId)).run.status).toBe('cancelled')
    expect(paper.reads).not.toContain('page 4')
  })
})

describe('deletes', () => {
  beforeEach(() => syncWhole())

  function remove(count: number): string[] {
    const ids = [...paper.objects.keys()].slice(0, count)
    for (const id of ids) paper.objects.delete(id)
    return ids
  }

  test('are what a full run did not see and the shop then denies', async () => {
    remove(3)
    const { resource } = await stateOf(await syncWhole())
    expect(await mirrored()).toEqual(onPaper())
    expect(resource).toMatchObject({ status: 'succeeded', deleted: 3 })
  })

  test('are not concluded by an incremental run', async () => {
    remove(3)
    await syncWhole({ type: 'incremental' })
    expect(Object.keys(await mirrored())).toHaveLength(50)
  })

  test('are not believed of an object that paging skipped: it is read and kept', async () => {
    const [hidden = ''] = paper.objects.keys()
    const object = paper.objects.get(hidden)
    if (!object) throw new Error('The shop is empty.')
    paper.objects.delete(hidden)
    paper.beforeObject = () => {
      paper.objects.set(hidden, object)
    }
    const { resource } = await stateOf(await syncWhole())
    expect(resource.deleted).toBe(0)
    expect(await mirrored()).toEqual(onPaper())
  })

  test('beyond the delete guard stop the run: rows are kept, and an alert is raised at once', async () => {
    remove(11)
    const runId = await start()
    const error: unknown = await work(runId).catch((caught: unknown) => caught)
    await syncRun.failed?.({ runId, shopId }, context, error)

    expect(Object.keys(await mirrored())).toHaveLength(50)
    expect((await stateOf(runId)).run).toMatchObject({ status: 'failed', errorKind: 'delete_guard' })
    const raised = (await context.db.alerts.toNotify(100)).filter((alert) => alert.shopId === shopId)
    expect(raised.map(({ kind }) => kind)).toEqual(['delete_guard'])
  })

  test('of that many are believed from a run that was forced, and the alert is resolved', async () => {
    remove(30)
    const refused = await start()
    const error: unknown = await work(refused).catch((caught: unknown) => caught)
    await syncRun.failed?.({ runId: refused, shopId }, context, error)

    await syncWhole({ force: true })
    expect(await mirrored()).toEqual(onPaper())
    expect((await context.db.alerts.toNotify(100)).filter((alert) => alert.shopId === shopId)).toEqual([])
  })

  test('up to ten are believed whatever share of a small shop they are', async () => {
    remove(10)
    expect((await stateOf(await syncWhole())).resource.deleted).toBe(10)
  })

  test('are not detected when the ids seen were lost', async () => {
    remove(3)
    const runId = await start()
    paper.beforePage = async (asked) => {
      if (asked === 3) await stage.sql`delete from sync_seen where run_id = ${runId}`
    }
    await work(runId)
    const { run, resource } = await stateOf(runId)
    expect(run.status).toBe('succeeded')
    expect(resource).toMatchObject({ deleted: 0, error: expect.stringContaining('emptied the list of ids seen') })
    expect(Object.keys(await mirrored())).toHaveLength(50)
  })

  test('that the platform reports are applied at once, unless the object is newer than its delete', async () => {
    await syncWhole()
    const at = new Date(now.getTime() + MINUTE_MS)
    paper.objects.delete('p0003')
    paper.objects.set('p0004', { title: 'Back again', updatedAt: new Date(at.getTime() + MINUTE_MS) })
    paper.gone = ['p0003', 'p0004', 'never-seen'].map((externalId) => ({ externalId, at }))
    now = new Date(at.getTime() + 5 * MINUTE_MS)
    const { resource } = await stateOf(await syncWhole({ type: 'incremental' }))
    expect(await mirrored()).toEqual(onPaper())
    expect(resource.deleted).toBe(1)
    expect((await stateOf(await syncWhole({ type: 'incremental' }))).resource.deleted).toBe(0)
  })

  test('take with them what older versions left alive under a dead parent, or without one', async () => {
    await syncWhole()
    const orphan = { shop_id: shopId, raw: '{}', content_hash: '' }
    await context.db.mirror.tombstone({ shopId, table: 'products', externalIds: ['gone'], at: now })
    await stage.sql`insert into product_variants ${stage.sql([
      { ...orphan, external_id: 'a', product_external_id: 'gone' },
      { ...orphan, external_id: 'b', product_external_id: 'never-seen' },
      { ...orphan, external_id: 'c', product_external_id: [...paper.objects.keys()][0] ?? '' },
    ])}`
    const { resource } = await stateOf(await syncWhole())
    expect(resource).toMatchObject({ status: 'succeeded', deleted: 2 })
    expect(await findOrphans({ sql: stage.sql, shopId })).toEqual([])
    expect(await stage.sql`select external_id from product_variants where deleted_at is null`).toEqual([
      { external_id: 'c' },
    ])
  })

  test('are found by the next full run when this one died while looking', async () => {
    remove(8)
    let answers = 0
    paper.beforeObject = () => {
      if (++answers === 4) throw new RetryableError('The platform stumbled.')
    }
    const runId = await start()
    await expect(work(runId)).rejects.toThrow('stumbled')
    expect((await stateOf(runId)).resource.status).toBe('reconciling')
    await work(runId)
    expect(await mirrored()).toEqual(onPaper())
    expect((await stateOf(runId)).resource).toMatchObject({ status: 'succeeded', deleted: 8, pages: PAGES })
  })
})

describe('completeness', () => {
  test('is required when the platform reports a total', async () => {
    paper.announced = 51
    const runId = await start()
    await expect(work(runId)).rejects.toThrow('reported 51 products, but only 50 could be read')
  })

  test('allows for objects that went while the resource was read', async () => {
    paper.announced = 51
    paper.beforePage = (asked) => {
      if (asked === 4) paper.announced = 50
    }
    expect((await stateOf(await syncWhole())).run.status).toBe('succeeded')
  })

  test('of a shifted listing is restored from the ids: only unseen ones are read one by one', async () => {
    paper.beforePage = (asked) => {
      // The first object goes, so the first of page 2 slips onto page 1 after that was read.
      if (asked === 2) paper.objects.delete('p0000')
      if (asked === 4) paper.listed = [...paper.objects.keys()]
    }
    await syncWhole()
    expect(paper.reads.filter((read) => !read.startsWith('page'))).toEqual(['p0020'])
    expect(await mirrored()).toMatchObject(onPaper())
  })
})

describe('an incremental run', () => {
  test('reads what changed since the watermark less the overlap, and no more', async () => {
    await syncWhole()
    now = new Date(now.getTime() + 60 * MINUTE_MS)
    const changed = paper.objects.get('p0007')
    if (changed) Object.assign(changed, { title: 'New title', updatedAt: now })

    const { resource } = await stateOf(await syncWhole({ type: 'incremental' }))
    expect(resource).toMatchObject({ rowsRead: 1, updated: 1 })
    expect((await mirrored()).p0007).toBe('New title')
  })

  test('without a watermark reads everything and finds deletes', async () => {
    const { resource } = await stateOf(await syncWhole({ type: 'incremental' }))
    expect(resource).toMatchObject({ rowsRead: 50, windowFrom: null })
    const [mark] = await context.db.watermarks.get(shopId)
    expect(mark?.fullAt).not.toBeNull()
  })

  test('sets the watermark to the time of its start, so that changes during the run are read next time', async () => {
    const began = new Date(now.getTime() + MINUTE_MS)
    paper.beforePage = () => {
      now = new Date(now.getTime() + MINUTE_MS)
    }
    await syncWhole()
    expect((await context.db.watermarks.get(shopId))[0]?.syncedTo).toEqual(began)
  })

  test('keeps its window over a crash', async () => {
    await syncWhole()
    const runId = await start({ type: 'incremental' })
    const begun = now
    paper.beforePage = () => {
      throw new RetryableError('The platform stumbled.')
    }
    await expect(work(runId)).rejects.toThrow('stumbled')
    paper.beforePage = () => undefined
    now = new Date(now.getTime() + 60 * MINUTE_MS)
    await work(runId)
    expect((await stateOf(runId)).resource.windowTo).toEqual(begun)
  })

  test('that failed moves no watermark', async () => {
    await syncWhole()
    const before = await context.db.watermarks.get(shopId)
    paper.beforePage = () => {
      throw new RetryableError('The platform is down.')
    }
    await expect(work(await start({ type: 'incremental' }))).rejects.toThrow('down')
    expect(await context.db.watermarks.get(shopId)).toEqual(before)
  })
})
