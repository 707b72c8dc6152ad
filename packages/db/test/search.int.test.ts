import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryQuery } from '../src/index.ts'
import type { RunQuery } from '../src/runs-repository.ts'
import { createStage, type Shop } from './stage.ts'

const HOUR_MS = 3_600_000
const TIMED_OUT = 'orders: timed out after 30 s (100% of the wait).'
const REFUSED = 'orders: the shop answered 500.'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const start = clock.now.getTime()
const hour = (index: number) => new Date(start + index * HOUR_MS)
const errorOf = (index: number) => (index % 4 === 0 ? TIMED_OUT : index % 2 === 0 ? REFUSED : null)

/** Twenty of each, an hour apart; every second one failed. */
const indexes = Array.from({ length: 20 }, (_, index) => index)
let shop: Shop
let neighbour: Shop
const deliveries = new Map<string, number>()
const runs = new Map<string, number>()

beforeAll(async () => {
  shop = await stage.createShop()
  neighbour = await stage.createShop({ accountId: shop.accountId })
  const stranger = await stage.createShop()
  for (const { id: shopId } of [shop, neighbour, stranger])
    for (const index of indexes) {
      clock.now = hour(index)
      const delivery = await deliver(shopId, index)
      const run = await work(shopId, index)
      if (shopId === shop.id) deliveries.set(delivery, index)
      if (shopId === shop.id) runs.set(run, index)
    }
})

async function deliver(shopId: string, index: number): Promise<string> {
  const [row] = await db.deliveries.record([
    {
      ...{ platform: 'shoprenter', deliveryId: `${shopId}-${index}`, shopId, topic: `topic-${index % 3}` },
      ...{ contentType: 'application/json', body: 'e30=', triggeredAt: null, receivedAt: hour(index) },
    },
  ])
  const error = errorOf(index)
  const outcome = error === null ? ({ status: 'applied' } as const) : ({ status: 'failed', error } as const)
  await db.deliveries.markHandled([{ id: row?.id ?? '', object: `orders/${index % 5}`, ...outcome }])
  return row?.id ?? ''
}

async function work(shopId: string, index: number): Promise<string> {
  const type = index % 3 === 0 ? 'full' : 'incremental'
  const { run } = await db.runs.create({ shopId, type, trigger: 'manual', resources: ['orders'] })
  const error = errorOf(index)
  if (error === null) await db.runs.cancel(run.id)
  else await db.runs.fail(run.id, { kind: 'retryable', message: error })
  return run.id
}

/** Every entry of a list, page by page. */
async function readAll<Query extends { limit: number; cursor?: string | undefined }>(
  list: (query: Query) => PromiseLike<{ id: string }[]>,
  query: Query,
): Promise<string[]> {
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await list({ ...query, ...(cursor && { cursor }) })
    seen.push(...page.map(({ id }) => id))
    cursor = page.at(-1)?.id
    if (page.length < query.limit) return seen
  }
}

const newestFirst = (known: Map<string, number>, keep: (index: number) => boolean) =>
  [...known]
    .filter(([, index]) => keep(index))
    .map(([id]) => id)
    .sort()
    .reverse()

describe.each([1, 3, 100])('page by page of %i', (limit) => {
  const filters: [string, Partial<DeliveryQuery & RunQuery>, (index: number) => boolean][] = [
    ['nothing', {}, () => true],
    ['a part of the error', { error: 'answered 5' }, (index) => errorOf(index) === REFUSED],
    ['in any case of letters', { error: 'TIMED OUT' }, (index) => errorOf(index) === TIMED_OUT],
    ['with signs that mean something to LIKE', { error: '100% ' }, (index) => errorOf(index) === TIMED_OUT],
    ['that stand for themselves', { error: '1_0%' }, () => false],
    ['the status', { status: 'failed' }, (index) => errorOf(index) !== null],
    ['a beginning', { since: hour(7) }, (index) => index >= 7],
    ['an end', { until: hour(7) }, (index) => index < 7],
    ['a range that ends before it begins', { since: hour(8), until: hour(7) }, () => false],
    [
      'all of it together',
      { error: 'timed', status: 'failed', since: hour(4), until: hour(13) },
      (index) => index % 4 === 0 && index >= 4 && index < 13,
    ],
  ]
  test.each(filters)('deliveries and runs are found by %s', async (_name, filter, keep) => {
    const query = { accountId: shop.accountId, shopId: shop.id, limit, ...filter }
    expect(await readAll<DeliveryQuery>(db.deliveries.list, query as DeliveryQuery)).toEqual(
      newestFirst(deliveries, keep),
    )
    expect(await readAll<RunQuery>(db.runs.list, query as RunQuery)).toEqual(newestFirst(runs, keep))
  })

  test('deliveries are found by topic and object, runs by type and trigger', async () => {
    const base = { accountId: shop.accountId, shopId: shop.id, limit }
    const found = await readAll(db.deliveries.list, { ...base, topic: 'topic-1', object: 'orders/4', error: undefined })
    expect(found).toEqual(newestFirst(deliveries, (index) => index % 3 === 1 && index % 5 === 4))
    const full = await readAll(db.runs.list, { ...base, type: 'full' as const, trigger: 'manual' as const })
    expect(full).toEqual(newestFirst(runs, (index) => index % 3 === 0))
  })
})

test('a search of an account is in its own shops, and one of an operator in all', async () => {
  const search = { error: 'timed', limit: 100 }
  expect(await db.deliveries.list({ ...search, accountId: shop.accountId })).toHaveLength(10)
  expect(await db.runs.list({ ...search, accountId: shop.accountId })).toHaveLength(10)
  expect(await db.deliveries.list({ ...search, accountId: null })).toHaveLength(15)
  expect(await db.runs.list({ ...search, accountId: null })).toHaveLength(15)
  expect(await db.runs.list({ ...search, accountId: neighbour.accountId, shopId: neighbour.id })).toHaveLength(5)
})

test('an entry that changes during paging is neither repeated nor hides another', async () => {
  const own = await stage.createShop()
  for (const index of indexes) await deliver(own.id, index)
  const query = { accountId: own.accountId, status: 'failed', limit: 4 } as const
  const first = await db.deliveries.list(query)
  await deliver(own.id, 100)
  await db.deliveries.markHandled([{ id: first.at(-1)?.id ?? '', status: 'applied' }])
  const rest = await readAll<DeliveryQuery>(db.deliveries.list, { ...query, cursor: first.at(-1)?.id ?? '' })
  expect(new Set([...first.map(({ id }) => id), ...rest]).size).toBe(10)
})

test('a search by error reads only deliveries with an error', async () => {
  await sql`
    insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, content_type, status, received_at)
    select 'dlv_0' || n, 'shoprenter', 'many-' || n, ${shop.id}, 'order', 'text/plain', 'applied', now()
    from generate_series(1, 20000) n`
  await sql`analyze webhook_deliveries`
  for (const shopId of [undefined, shop.id]) {
    const query = db.deliveries.list({ accountId: null, shopId, error: 'no such words', limit: 50 }).toSQL()
    const plan = await sql.unsafe(`explain ${query.sql}`, query.params as string[])
    expect(JSON.stringify(plan)).toMatch(/webhook_deliveries_(error_texts|errors_by_shop)/)
    expect(JSON.stringify(plan)).not.toContain('Seq Scan on webhook_deliveries_before')
  }
})

test('words are found in a text that is too long for an index, in one list with the others', async () => {
  const own = await stage.createShop()
  // Random, so that no compression makes it short.
  const long = `${randomBytes(4_000).toString('hex')} and then: no room left`
  for (const [index, error] of [REFUSED, long, 'There is NO ROOM.'].entries()) {
    const { run } = await db.runs.create({ shopId: own.id, type: 'full', trigger: 'manual', resources: ['orders'] })
    clock.now = hour(index)
    await db.runs.fail(run.id, { kind: 'retryable', message: error })
    const delivery = await deliver(own.id, index * 2 + 1)
    await db.deliveries.markHandled([{ id: delivery, status: 'failed', error }])
  }
  const { accountId } = own
  const found = await db.runs.list({ accountId, error: 'no room', limit: 5 })
  expect(found.map(({ error }) => error)).toEqual(['There is NO ROOM.', long])
  const deliveries = await db.deliveries.list({ accountId, error: 'no room', status: 'failed', limit: 5 })
  expect(deliveries.map(({ error }) => error)).toEqual(['There is NO ROOM.', long])
  const { entries } = await db.activity.search({ accountId, error: 'no room', limit: 5 })
  expect(entries.map(({ error }) => error).sort()).toEqual(
    ['There is NO ROOM.', 'There is NO ROOM.', long, long].sort(),
  )
})
