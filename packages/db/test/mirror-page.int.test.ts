import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { FencedError, ShopGoneError } from '../src/index.ts'
import { fromApi, fromWebhook, line, order, product, second } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const titles = async () => {
  const rows =
    await sql`select external_id, title from products where shop_id = ${shopId} and deleted_at is null order by 1`
  return Object.fromEntries(rows.map((row) => [row.external_id, row.title]))
}

test('every kind of column is stored unchanged, with the object as received', async () => {
  const fields = {
    source_created_at: '2026-01-01T10:00:00.000+01:00',
    title: 'Bögre "nagy"\n\t\\ 😀',
    tags: ['a,b', 'c"d', '{}', '', '\\'],
    category_external_ids: [],
    images: ['https://x/1.jpg'],
    texts: { hu: { title: "O'Bögre" } },
    vendor: null,
  }
  const raw = { nested: [1.5, null, true, { deep: '\u2028 line' }], big: 12345678901234 }
  const row = { externalId: 'ä/1+2=', sourceUpdatedAt: second(1), fields, raw }
  await db.mirror.writePage({ shopId, rows: fromApi(1, { products: [row] }) })

  const [stored] = await sql`
    select external_id, title, tags, category_external_ids, images, texts, vendor, raw, handle,
      source_created_at = '2026-01-01T09:00:00Z' as created, source_updated_at = ${second(1).toISOString()} as updated
    from products where shop_id = ${shopId}`
  const { source_created_at: _time, ...same } = fields
  expect(stored).toEqual({ external_id: 'ä/1+2=', ...same, raw, handle: null, created: true, updated: true })
})

test('money keeps every digit', async () => {
  const priced = { ...order('o', { version: 1 }), fields: { total: '12345678901234567890.1234', currency: 'HUF' } }
  await db.mirror.writePage({ shopId, rows: fromApi(1, { orders: [priced] }) })
  expect(await sql`select total from orders where shop_id = ${shopId}`).toEqual([
    { total: '12345678901234567890.1234' },
  ])
})

test('characters Postgres does not take cost only themselves', async () => {
  const odd = product('p\0', { title: 'a\0b \ud800 c', version: 1 })
  await db.mirror.writePage({ shopId, rows: fromApi(1, { products: [odd, product('q', { title: 'fine' })] }) })
  expect(await titles()).toEqual({ p: 'ab \ufffd c', q: 'fine' })
  expect(await db.mirror.writePage({ shopId, rows: fromApi(2, { products: [odd] }) })).toMatchObject({ unchanged: 1 })
})

test('an id twice on a page is one row, the newer version', async () => {
  const rows = fromApi(1, { products: [product('p', { version: 2 }), product('p', { version: 1 })] })
  expect(await db.mirror.writePage({ shopId, rows })).toMatchObject({ inserted: 1, updated: 0, stale: 0 })
  expect(await titles()).toEqual({ p: 'p@2' })
})

test('new, changed, unchanged and stale rows of a page are counted, whatever its size', async () => {
  const page = (version: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => product(`p${from + index}`, { version }))
  await db.mirror.writePage({ shopId, rows: fromApi(1, { products: page(5, 0, 3_000) }) })

  const mixed = [...page(5, 0, 1_000), ...page(6, 1_000, 2_000), ...page(4, 2_000, 3_000), ...page(1, 3_000, 4_000)]
  const { tables, ...counts } = await db.mirror.writePage({ shopId, rows: fromApi(2, { products: mixed }) })
  expect(counts).toEqual({ inserted: 1_000, updated: 1_000, unchanged: 1_000, stale: 1_000, deleted: 0 })
  expect(tables).toEqual({ products: counts })
})

test('an unchanged row is not touched', async () => {
  const rows = fromApi(1, { products: [product('p', { version: 1 })] })
  const place = () => sql`select ctid, xmin::text, synced_at from products where shop_id = ${shopId}`
  await db.mirror.writePage({ shopId, rows })
  const before = await place()
  await db.mirror.writePage({ shopId, rows })
  expect(await place()).toEqual(before)
})

test('an empty page is nothing', async () => {
  const none = { inserted: 0, updated: 0, unchanged: 0, stale: 0, deleted: 0 }
  expect(await db.mirror.writePage({ shopId, rows: fromApi(1, {}) })).toEqual({ ...none, tables: {} })
  expect(await db.mirror.writePage({ shopId, rows: fromApi(1, { products: [] }) })).toEqual({
    ...none,
    tables: { products: none },
  })
})

test('an unknown table is named, with the known ones', async () => {
  const rows = fromApi(1, { product: [product('p')] })
  await expect(db.mirror.writePage({ shopId, rows })).rejects.toThrow('no mirror table "product". There are: locations')
})

/** No fault of a record: the last table of the page is away. */
async function withoutOrders(work: () => Promise<void>): Promise<void> {
  await sql`alter table orders rename to orders_away`
  await work().finally(() => sql`alter table orders_away rename to orders`)
}

test('a page that cannot be written leaves nothing behind', async () => {
  const rows = fromApi(1, { products: [product('p')], orders: [order('o', { version: 1 })] })
  await withoutOrders(() => expect(db.mirror.writePage({ shopId, rows })).rejects.toMatchObject({ code: '42P01' }))
  expect(await titles()).toEqual({})
})

test('compare names what is new, different or deleted', async () => {
  await db.mirror.writePage({ shopId, rows: fromApi(1, { products: [product('a'), product('b'), product('c')] }) })
  await db.mirror.tombstone({ shopId, table: 'products', externalIds: ['c'], at: second(2) })
  const hashes = await sql<{ id: string; hash: string }[]>`
    select external_id as id, content_hash as hash from products where shop_id = ${shopId}`
  const known = hashes.map(({ id, hash }) => ({ externalId: id, contentHash: id === 'b' ? 'other' : hash }))
  const asked = [...known, { externalId: 'd', contentHash: 'new' }]
  expect(await db.mirror.compare(shopId, 'products', asked)).toEqual(new Set(['b', 'c', 'd']))
})

test("rows of one shop are not another's", async () => {
  const other = (await stage.createShop()).id
  await db.mirror.writePage({ shopId, rows: fromApi(1, { products: [product('p', { title: 'mine' })] }) })
  await db.mirror.writePage({ shopId: other, rows: fromApi(1, { products: [product('p', { title: 'theirs' })] }) })
  await db.mirror.tombstone({ shopId: other, table: 'products', externalIds: ['p'], at: second(9) })
  expect(await titles()).toEqual({ p: 'mine' })
})

describe('of an uninstalled shop', () => {
  beforeEach(() => db.shops.uninstall(shopId, { reason: 'test', dueAt: second(1) }))

  test('nothing is written any more', async () => {
    const rows = fromWebhook(1, { products: [product('p')] })
    await expect(db.mirror.writePage({ shopId, rows })).rejects.toThrow(ShopGoneError)
    await expect(db.mirror.tombstone({ shopId, table: 'products', externalIds: ['p'], at: second(1) })).rejects.toThrow(
      ShopGoneError,
    )
    expect(await sql`select 1 from products where shop_id = ${shopId}`).toEqual([])
  })
})

describe('with a checkpoint', () => {
  const begin = async () => {
    const { run } = await db.runs.create({ shopId, type: 'full', trigger: 'manual', resources: ['products'] })
    const begun = await db.runs.begin(run.id)
    return { runId: run.id, epoch: begun?.epoch ?? 0, resource: 'products', pages: 1 }
  }

  test('rows, ids seen, counts and checkpoint are one transaction', async () => {
    const run = await begin()
    const checkpoint = {
      ...run,
      cursor: { page: 2 },
      ids: ['p', 'q'],
      announced: 7,
      spent: { requests: 3, throttled: 1, waitedMs: 9.6 },
    }
    const rows = fromApi(1, { products: [product('p'), product('q')] })
    await db.mirror.writePage({ shopId, rows, checkpoint })
    await db.mirror.writePage({ shopId, rows, checkpoint: { ...checkpoint, cursor: null, announced: undefined } })

    expect(await db.runs.findResource(run.runId, 'products')).toMatchObject({
      ...{ checkpoint: null, pages: 2, requests: 6, rowsRead: 4, inserted: 2, unchanged: 2, noted: 2, announced: 7 },
    })
    expect(await db.runs.find(run.runId)).toMatchObject({ requests: 6, throttled: 2, waitedMs: 20 })
    expect(await db.mirror.seenCount({ id: run.runId, shopId }, 'products')).toBe(2)
  })

  test.each([
    ['another worker took the run', (id: string) => db.runs.begin(id)],
    ['the run was paused', (id: string) => db.runs.pause(id)],
    ['the run was cancelled', (id: string) => db.runs.cancel(id)],
    ['the run is over', (id: string) => db.runs.finish(id, 1, 'succeeded')],
    ['the shop was uninstalled', () => db.shops.uninstall(shopId, { reason: 'test', dueAt: second(1) })],
  ])('nothing is written after %s', async (_name, happen) => {
    const run = await begin()
    await happen(run.runId)
    const checkpoint = { ...run, cursor: null, ids: ['p'] }
    await expect(
      db.mirror.writePage({ shopId, rows: fromApi(1, { products: [product('p')] }), checkpoint }),
    ).rejects.toThrow(FencedError)
    expect(await titles()).toEqual({})
    expect(await db.mirror.seenCount({ id: run.runId, shopId }, 'products')).toBe(0)
  })

  test('a page that fails moves neither the checkpoint nor the notes', async () => {
    const run = await begin()
    const checkpoint = { ...run, cursor: { page: 2 }, ids: ['p'] }
    const rows = fromApi(1, { products: [product('p')], orders: [order('o', { version: 1 })] })
    await withoutOrders(() =>
      expect(db.mirror.writePage({ shopId, rows, checkpoint })).rejects.toMatchObject({ code: '42P01' }),
    )
    expect(await db.runs.findResource(run.runId, 'products')).toMatchObject({ checkpoint: null, pages: 0, noted: 0 })
    expect(await db.mirror.seenCount({ id: run.runId, shopId }, 'products')).toBe(0)
  })

  test('of a page with an object that Postgres refuses, its id counts as seen and the run as far', async () => {
    const run = await begin()
    const id = 'x'.repeat(2_000)
    const refused = { ...product(id), fields: { tags: 'no list' } }
    const rows = fromApi(1, { products: [product('p'), refused] })
    const checkpoint = { ...run, cursor: { after: 'p\0' }, ids: ['p', id], pages: 1, announced: 2 ** 40 }
    await db.mirror.writePage({ shopId, rows, checkpoint })
    expect(await db.runs.findResource(run.runId, 'products')).toMatchObject({ inserted: 1, quarantined: 1, noted: 2 })
    expect(await db.mirror.seenCount({ id: run.runId, shopId }, 'products')).toBe(2)
    expect(await db.mirror.unseenOf({ id: run.runId, shopId }, 'products', ['p', id])).toEqual([])
    const kept = await db.quarantine.list({ accountId: null, shopId, runId: run.runId, limit: 10 })
    expect(kept).toMatchObject([{ tableName: 'products', sqlstate: '22P02' }])
  })

  test('what a run has not seen is found in pieces, live rows only', async () => {
    const run = await begin()
    const rows = fromApi(1, { products: ['a', 'b', 'c', 'd', 'e'].map((id) => product(id)) })
    await db.mirror.writePage({ shopId, rows, checkpoint: { ...run, cursor: null, ids: ['b', 'x'] } })
    await db.mirror.tombstone({ shopId, table: 'products', externalIds: ['d'], at: second(2) })

    const unseen = (after: string) =>
      db.mirror.unseen({ runId: run.runId, shopId, resource: 'products', table: 'products', after, limit: 2 })
    expect(await unseen('')).toEqual(['a', 'c'])
    expect(await unseen('c')).toEqual(['e'])
    expect(await db.mirror.unseenOf({ id: run.runId, shopId }, 'products', ['a', 'b', 'y'])).toEqual(['a', 'y'])
    expect(await db.mirror.liveCount(shopId, 'products')).toBe(4)

    await db.mirror.clearSeen({ id: run.runId, shopId })
    expect(await db.mirror.seenCount({ id: run.runId, shopId }, 'products')).toBe(0)
  })

  test('notes of runs that ended are swept, those of open runs stay', async () => {
    const ended = await begin()
    await db.mirror.writePage({
      shopId,
      rows: fromApi(1, {}),
      checkpoint: { ...ended, cursor: null, ids: ['a', 'b', 'c'] },
    })
    await db.runs.cancel(ended.runId)
    const open = await begin()
    await db.mirror.writePage({ shopId, rows: fromApi(1, {}), checkpoint: { ...open, cursor: null, ids: ['a'] } })

    while ((await db.mirror.sweepSeen(2)) > 0);
    expect(await db.mirror.seenCount({ id: ended.runId, shopId }, 'products')).toBe(0)
    expect(await db.mirror.seenCount({ id: open.runId, shopId }, 'products')).toBe(1)
  })
})

test('many writers and deletes of the same objects at once neither fail nor lose the newest', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `o${index}`)
  const write = (version: number) => {
    const mixed = version % 2 === 0 ? names : names.toReversed()
    const rows = fromApi(version, {
      orders: mixed.map((name) => order(name, { version })),
      // Each version drops other lines and brings back those the last one dropped.
      order_lines: mixed.flatMap((name) =>
        [0, 1, 2].filter((n) => n !== version % 3).map((n) => line(`${name}-${n}`, name)),
      ),
    })
    return db.mirror.writePage({ shopId, rows })
  }
  const remove = (at: number) =>
    db.mirror.tombstone({
      shopId,
      table: 'orders',
      externalIds: names.toSorted(() => 0.5 - Math.random()),
      at: second(at),
    })

  await Promise.all([9, 3, 12, 1, 6, 11, 2, 10].flatMap((version) => [write(version), remove(version - 1)]))
  const orders =
    await sql`select distinct number from orders where shop_id = ${shopId} and deleted_at is null and number like '%@12'`
  const lines =
    await sql`select count(*)::int as live from order_lines where shop_id = ${shopId} and deleted_at is null`
  expect(orders).toHaveLength(40)
  expect(lines).toEqual([{ live: 80 }])
})
