import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const HOUR_MS = 3_600_000
/** The hour of the stage's clock. */
const range = { from: new Date('2026-06-01T12:00:00Z'), to: new Date('2026-06-01T13:00:00Z') }

const receive = (shopId: string, receivedAt = clock.now) =>
  db.deliveries.record([
    {
      ...{ platform: 'shoprenter', shopId, topic: 'order', contentType: 'application/json', body: 'e30=' },
      ...{ deliveryId: randomUUID(), triggeredAt: null, receivedAt },
    },
  ])

async function countsOf(shopId: string): Promise<Record<string, number>> {
  const { total } = await db.statistics.byHour({ accountId: null, shopId, ...range })
  return Object.fromEntries(Object.entries(total).filter(([, count]) => count > 0))
}

test('a delivery is counted when it is recorded and once when it ends, whoever ends it', async () => {
  const { id: shopId } = await stage.createShop()
  const [delivery] = await receive(shopId)
  const id = delivery?.id ?? ''
  expect(await countsOf(shopId)).toEqual({ deliveries_received: 1 })
  await Promise.all(Array.from({ length: 8 }, () => db.deliveries.markHandled([{ id, status: 'applied' }])))
  expect(await countsOf(shopId)).toEqual({ deliveries_received: 1, deliveries_applied: 1 })
  await db.deliveries.replay(id)
  await db.deliveries.markHandled([{ id, status: 'failed', error: 'x' }])
  expect(await countsOf(shopId)).toEqual({ deliveries_received: 1, deliveries_applied: 1, deliveries_failed: 1 })
})

test('a transaction that is rolled back counts nothing', async () => {
  const { id: shopId } = await stage.createShop()
  const [delivery] = await receive(shopId)
  const undone = db.transaction(async (tx) => {
    await tx.deliveries.markHandled([{ id: delivery?.id ?? '', status: 'applied' }])
    throw new Error('killed')
  })
  await expect(undone).rejects.toThrow('killed')
  expect(await countsOf(shopId)).toEqual({ deliveries_received: 1 })
})

test('pushes and runs are counted with their end, and a run with the rows it read', async () => {
  const { id: shopId } = await stage.createShop()
  const push = { kind: 'order.update', entity: 'orders', object: { id: '1' }, payload: { note: 'x' } }
  const accepted = await db.pushes.accept(shopId, [
    { ...push, key: 'a' },
    { ...push, key: 'b' },
  ])
  const lease = { shopId, owner: 'me' }
  await db.pushes.takeLease(lease, 60_000)
  await db.pushes.conclude(lease, [
    { id: accepted[0]?.id ?? '', status: 'completed' },
    { id: accepted[1]?.id ?? '', status: 'conflict' },
  ])
  const start = async (type: 'full' | 'incremental') => {
    const { run } = await db.runs.create({ shopId, type, trigger: 'manual', resources: ['orders'] })
    await db.runs.begin(run.id)
    await sql`update sync_run_resources set rows_read = 7, inserted = 2, updated = 1 where run_id = ${run.id}`
    return run.id
  }
  const good = await start('full')
  await db.runs.finish(good, 1, 'succeeded')
  await db.runs.finish(good, 1, 'succeeded')
  await db.runs.fail(await start('incremental'), { kind: 'permanent', message: 'x' })
  const ended = { runs_succeeded: 1, runs_failed: 1, rows_read: 14, rows_changed: 6 }
  expect(await countsOf(shopId)).toEqual({ pushes_completed: 1, pushes_conflict: 1, ...ended })
})

test('folding by many at once, with readers in between, neither loses nor doubles a count', async () => {
  const shops = await Promise.all(Array.from({ length: 4 }, () => stage.createShop()))
  const PER_SHOP = 25
  await Promise.all(
    shops.flatMap(({ id }) => Array.from({ length: PER_SHOP }, () => receive(id, new Date(clock.now.getTime() + 1)))),
  )
  const seen: unknown[] = []
  await Promise.all([
    ...Array.from({ length: 30 }, () => db.statistics.fold(5)),
    ...shops.map(async ({ id }) => seen.push(await countsOf(id))),
  ])
  while ((await db.statistics.fold(1_000)) > 0);
  expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(new Set([`{"deliveries_received":${PER_SHOP}}`]))
  for (const { id } of shops) expect(await countsOf(id)).toEqual({ deliveries_received: PER_SHOP })
})

test('hours are listed oldest first, of one account, and are deleted after their retention', async () => {
  const { id: shopId, accountId } = await stage.createShop()
  await receive(shopId)
  await receive(shopId, new Date(clock.now.getTime() - HOUR_MS))
  await db.statistics.fold(1_000)
  await receive(shopId)
  const query = { accountId, from: new Date(range.from.getTime() - HOUR_MS), to: range.to }
  const listed = (await db.statistics.byHour(query)).hours.map(({ hour, deliveries_received }) => [
    hour,
    deliveries_received,
  ])
  expect(listed).toEqual([
    [query.from, 1],
    [range.from, 2],
  ])
  const stranger = await stage.createAccount()
  expect((await db.statistics.byHour({ ...query, accountId: stranger })).hours).toEqual([])
  expect((await db.statistics.byHour({ ...query, accountId: stranger, shopId })).hours).toEqual([])
  expect(
    (await db.statistics.byHour({ ...query, shopId })).hours.map(({ deliveries_received: count }) => count),
  ).toEqual([1, 2])
  await db.statistics.sweep(range.from, 1_000)
  expect((await db.statistics.byHour(query)).hours).toHaveLength(1)
  expect((await db.statistics.byHour({ ...query, shopId })).hours).toHaveLength(1)
})

test('the worst shops are those with the most failures', async () => {
  const account = await stage.createAccount()
  const [bad, worse, fine] = await Promise.all(
    Array.from({ length: 3 }, () => stage.createShop({ accountId: account })),
  )
  const fail = async (shopId: string) => {
    const [delivery] = await receive(shopId)
    await db.deliveries.markHandled([{ id: delivery?.id ?? '', status: 'failed', error: 'x' }])
  }
  for (const shop of [bad, worse, worse]) await fail(shop?.id ?? '')
  await receive(fine?.id ?? '')
  await db.statistics.fold(3)
  const worst = await db.statistics.worstShops({ accountId: account, ...range }, 10)
  expect(worst.map(({ shopId, deliveries_failed }) => [shopId, deliveries_failed])).toEqual([
    [worse?.id, 2],
    [bad?.id, 1],
  ])
})
