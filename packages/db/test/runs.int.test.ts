import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { FencedError, PlanLimitError } from '../src/index.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const create = (resources = ['products', 'orders']) =>
  db.runs.create({ shopId, type: 'full', trigger: 'manual', resources })

test('a shop has one open run, with any number of concurrent requests', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => create()))
  expect(answers.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(answers.map(({ run }) => run.id)).size).toBe(1)
  const [first] = answers
  expect((await db.runs.resources(first?.run.id ?? '')).map((row) => row.resource)).toEqual(['products', 'orders'])
})

test('requesting a run while another ends never fails', async () => {
  for (let round = 0; round < 15; round++) {
    const { run } = await create()
    const answers = await Promise.all([create(), db.runs.cancel(run.id), create(), create()])
    for (const answer of answers) if (typeof answer === 'object') expect(answer.run.shopId).toBe(shopId)
  }
})

test('each start increments the epoch, and the last one owns the run', async () => {
  const { run } = await create()
  const begun = await Promise.all(Array.from({ length: 8 }, () => db.runs.begin(run.id)))
  expect(begun.map((each) => each?.epoch).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(await db.runs.finish(run.id, 7, 'succeeded')).toBe(false)
  expect(await db.runs.finish(run.id, 8, 'succeeded')).toBe(true)
})

test.each([
  ['paused', (id: string) => db.runs.pause(id)],
  ['cancelled', (id: string) => db.runs.cancel(id)],
  ['failed', (id: string) => db.runs.fail(id, { kind: 'permanent', message: 'broken' })],
])('a run that is %s does not start', async (status, happen) => {
  const { run } = await create()
  await happen(run.id)
  expect(await db.runs.begin(run.id)).toBeNull()
  expect(await db.runs.find(run.id)).toMatchObject({ status })
})

test('a paused run continues at its checkpoint', async () => {
  const { run } = await create()
  await db.runs.begin(run.id)
  expect(await db.runs.pause(run.id)).toBe(true)
  expect(await db.runs.resume(run.id)).toBe(true)
  expect(await db.runs.resume(run.id)).toBe(false)
  expect(await db.runs.begin(run.id)).toMatchObject({ epoch: 2 })
})

test("a resource is written by the run's holder alone", async () => {
  const { run } = await create()
  const held = await db.runs.begin(run.id)
  const resource = { runId: run.id, epoch: held?.epoch ?? 0, resource: 'products' }
  await db.runs.startResource({ ...resource, windowFrom: null, windowTo: clock.now })
  await db.runs.begin(run.id)

  await expect(db.runs.finishResource({ ...resource, status: 'succeeded' })).rejects.toThrow(FencedError)
  await expect(db.runs.checkpoint({ ...resource, counts: { deleted: 1 } })).rejects.toThrow(FencedError)
  await expect(db.runs.startResource({ ...resource, windowFrom: null, windowTo: clock.now })).rejects.toThrow(
    FencedError,
  )
  expect(await db.runs.findResource(run.id, 'products')).toMatchObject({ status: 'running', deleted: 0 })
})

test('a failed run says where and why, and frees the shop', async () => {
  const { run } = await create()
  const held = await db.runs.begin(run.id)
  const resource = { runId: run.id, epoch: held?.epoch ?? 0, resource: 'products' }
  await db.runs.startResource({ ...resource, windowFrom: null, windowTo: clock.now })
  await db.runs.fail(run.id, { kind: 'retryable', message: 'The shop did not answer.' })

  expect(await db.runs.find(run.id)).toMatchObject({ status: 'failed', errorKind: 'retryable' })
  expect(await db.runs.findResource(run.id, 'products')).toMatchObject({
    status: 'failed',
    error: 'The shop did not answer.',
  })
  expect(await create()).toMatchObject({ created: true })
})

test('what was spent adds up, from many at once', async () => {
  const { run } = await create()
  await Promise.all(
    Array.from({ length: 20 }, () => db.runs.addSpent(run.id, { requests: 2, throttled: 1, waitedMs: 0.6 })),
  )
  expect(await db.runs.find(run.id)).toMatchObject({ requests: 40, throttled: 20, waitedMs: 20 })
})

test('open runs without a worker are found', async () => {
  const { run } = await create()
  const found = async () =>
    (await db.runs.silent(new Date(clock.now.getTime() - 60_000), { limit: 100 })).map(({ id }) => id)
  expect(await found()).not.toContain(run.id)
  clock.now = new Date(clock.now.getTime() + 120_000)
  expect(await found()).toContain(run.id)
  await db.runs.begin(run.id)
  expect(await found()).not.toContain(run.id)
})

test('old runs go with their resources, open and young ones stay', async () => {
  const { run: old } = await create()
  await db.runs.cancel(old.id)
  const cut = new Date(clock.now.getTime() + 1_000)
  clock.now = new Date(clock.now.getTime() + 2_000)
  const { run: young } = await create()
  await db.runs.cancel(young.id)
  const { run: open } = await create()

  expect(await db.runs.sweep(cut, 100)).toBeGreaterThanOrEqual(1)
  expect(await db.runs.find(old.id)).toBeNull()
  expect(await db.runs.resources(old.id)).toEqual([])
  expect(await db.runs.find(young.id)).not.toBeNull()
  expect(await db.runs.find(open.id)).not.toBeNull()
})

test("a plan's syncs of this month can be used up, and the next month has new ones", async () => {
  const planId = randomUUID()
  await sql`insert into plans (id, syncs_per_month) values (${planId}, 2)`
  const { id: accountId } = await db.accounts.create({ name: randomUUID(), planId })
  shopId = (await stage.createShop({ accountId })).id
  for (let index = 0; index < 2; index++) {
    await db.runs.requireAllowance(accountId)
    const { run } = await create()
    await sql`update sync_runs set created_at = ${clock.now.toISOString()} where id = ${run.id}`
    await db.runs.cancel(run.id)
  }
  await expect(db.runs.requireAllowance(accountId)).rejects.toThrow(PlanLimitError)
  clock.now = new Date('2026-07-01T00:00:00Z')
  await db.runs.requireAllowance(accountId)
})

describe('watermarks', () => {
  test('never go back, and a full run is remembered', async () => {
    const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')]
    await db.watermarks.advance(shopId, 'orders', early, { full: true })
    await db.watermarks.advance(shopId, 'orders', late, { full: false })
    await db.watermarks.advance(shopId, 'orders', early, { full: false })
    expect(await db.watermarks.get(shopId)).toEqual([{ shopId, resource: 'orders', syncedTo: late, fullAt: early }])
  })
})

describe('shops that are due', () => {
  const minutes = (count: number) => new Date(clock.now.getTime() + count * 60_000)
  const plan = async (change: object) =>
    sql`update shop_settings set ${sql(change as Record<string, string>)} where shop_id = ${shopId}`
  const take = async (at: Date) => (await db.shopSettings.takeDue(at, 1_000)).filter((due) => due.shopId === shopId)

  test('get their first time without being due, then come once per interval', async () => {
    expect(await take(clock.now)).toEqual([])
    while ((await db.shopSettings.scheduleNew(clock.now, 10)) > 0);
    expect(await take(minutes(14))).toEqual([])
    expect(await take(minutes(17))).toEqual([{ shopId, type: 'incremental' }])
    expect(await take(minutes(18))).toEqual([])
  })

  test('are taken by one of many concurrent callers', async () => {
    const shops = await Promise.all(Array.from({ length: 40 }, () => stage.createShop()))
    const ids = shops.map((shop) => shop.id)
    await sql`update shop_settings set next_sync_at = ${minutes(-1).toISOString()} where shop_id = any(${ids})`
    const taken = (await Promise.all(Array.from({ length: 12 }, () => db.shopSettings.takeDue(clock.now, 7)))).flat()
    const mine = taken.map((due) => due.shopId).filter((id) => ids.includes(id))
    expect(new Set(mine).size).toBe(mine.length)
    expect(mine.length).toBeGreaterThan(0)
    while ((await db.shopSettings.takeDue(clock.now, 100)).length > 0);
    expect(
      await sql`select 1 from shop_settings where shop_id = any(${ids}) and next_sync_at <= ${clock.now.toISOString()}`,
    ).toEqual([])
  })

  test('that were due many times are due once', async () => {
    await plan({ next_sync_at: minutes(-10_000).toISOString() })
    expect(await take(clock.now)).toHaveLength(1)
    expect(await take(minutes(1))).toEqual([])
  })

  test('read everything when a full sync is due', async () => {
    await plan({ next_sync_at: minutes(-1).toISOString(), next_full_at: minutes(-1).toISOString() })
    expect(await take(clock.now)).toEqual([{ shopId, type: 'full' }])
    expect((await db.shopSettings.get(shopId))?.nextFullAt?.getTime()).toBeGreaterThan(minutes(167 * 60).getTime())
  })

  test('are spread, so that shops do not march in step', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => stage.createShop()))).map((shop) => shop.id)
    await sql`update shop_settings set next_sync_at = ${minutes(-1).toISOString()}, frequency = '1h' where shop_id = any(${ids})`
    while ((await db.shopSettings.takeDue(clock.now, 100)).length > 0);
    const rows = await sql<{ wait: number }[]>`
      select extract(epoch from next_sync_at - ${clock.now.toISOString()}::timestamptz)::float8 as wait from shop_settings where shop_id = any(${ids})`
    const waits = rows.map(({ wait }) => wait)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_600)
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_960)
    expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(10)
  })

  test('are neither paused nor switched off', async () => {
    await plan({ next_sync_at: minutes(-1).toISOString() })
    await db.shops.pause(shopId)
    expect(await take(clock.now)).toEqual([])
    await db.shops.resume(shopId)
    await db.shopSettings.update(shopId, { scheduleEnabled: false })
    await plan({ next_sync_at: minutes(-1).toISOString() })
    expect(await take(clock.now)).toEqual([])
  })
})
