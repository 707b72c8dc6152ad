import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { NewDelivery, SpilledGroup } from '../src/index.ts'
import { second } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shop: Shop
beforeEach(async () => {
  shop = await stage.createShop()
})

const deliver = (delivery: Partial<NewDelivery> = {}): NewDelivery => ({
  platform: 'shoprenter',
  deliveryId: randomUUID(),
  shopId: shop.id,
  topic: 'order',
  contentType: 'application/json',
  body: 'e30=',
  triggeredAt: null,
  receivedAt: second(1),
  ...delivery,
})

const mine = (
  query: { status?: 'received' | 'applied' | 'failed'; error?: string; object?: string; topic?: string } = {},
) => db.deliveries.list({ accountId: shop.accountId, limit: 100, ...query })

const handle = (ids: { id: string }[], status: 'applied' | 'failed' = 'applied') =>
  db.deliveries.markHandled(ids.map(({ id }) => ({ id, status })))

describe('recording', () => {
  test('a group answers each delivery once, with its shop', async () => {
    const twice = deliver()
    const recorded = await db.deliveries.record([twice, deliver(), twice])
    expect(recorded).toHaveLength(2)
    expect(recorded[0]).toMatchObject({ shop: { id: shop.id, status: 'active' } })
  })

  test('handled deliveries are not returned again, unhandled ones are', async () => {
    const [done, open] = [deliver(), deliver()]
    const recorded = await db.deliveries.record([done, open])
    await handle(recorded.filter(({ deliveryId }) => deliveryId === done.deliveryId))
    const again = await db.deliveries.record([done, open, deliver()])
    expect(again.map(({ deliveryId }) => deliveryId)).toContain(open.deliveryId)
    expect(again.map(({ deliveryId }) => deliveryId)).not.toContain(done.deliveryId)
    expect(again).toHaveLength(2)
  })

  test('one delivery in many groups at once is one row, counted once', async () => {
    await db.subscriptions.setWanted(shop.id, ['order', 'product'])
    const shared = Array.from({ length: 20 }, (_, index) => deliver({ topic: index % 2 === 0 ? 'order' : 'product' }))
    const groups = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? shared : shared.toReversed()))
    await Promise.all(groups.map((group) => db.deliveries.record(group)))

    expect(await mine()).toHaveLength(20)
    const counts = await db.subscriptions.list({ accountId: shop.accountId })
    expect(counts.map(({ topic, receivedCount }) => [topic, receivedCount])).toEqual([
      ['order', 10],
      ['product', 10],
    ])
  })

  test('an empty group is nothing', async () => {
    expect(await db.deliveries.record([])).toEqual([])
    await db.deliveries.markHandled([])
  })
})

const recordOne = async (delivery?: Partial<NewDelivery>) => {
  const [recorded] = await db.deliveries.record([deliver(delivery)])
  return recorded?.id ?? ''
}

test('what happened to a delivery is found by object, status, topic and part of the error', async () => {
  const [refused, applied] = [await recordOne(), await recordOne({ topic: 'product' })]
  await db.deliveries.markHandled([
    { id: refused, status: 'failed', object: 'orders/7', error: 'Refused: 100 % of it_all' },
    { id: applied, status: 'applied', object: 'products/8' },
  ])
  expect(await mine({ object: 'orders/7' })).toMatchObject([{ id: refused, status: 'failed' }])
  expect(await mine({ status: 'applied' })).toMatchObject([{ id: applied }])
  expect(await mine({ topic: 'product' })).toMatchObject([{ id: applied }])
  expect(await mine({ error: '100 % OF IT_' })).toMatchObject([{ id: refused }])
  expect(await mine({ error: '100_%' })).toEqual([])
})

test('lists continue after their cursor, newest first', async () => {
  await db.deliveries.record(Array.from({ length: 5 }, () => deliver()))
  const all = (await mine()).map(({ id }) => id)
  expect(all).toEqual(all.toSorted().toReversed())
  const rest = await db.deliveries.list({ accountId: shop.accountId, cursor: all[1] ?? '', limit: 2 })
  expect(rest.map(({ id }) => id)).toEqual(all.slice(2, 4))
})

test('a replayed delivery is open again, one without a body cannot be', async () => {
  const [delivery] = await db.deliveries.record([deliver()])
  const id = delivery?.id ?? ''
  await handle([{ id }], 'failed')
  expect(await db.deliveries.replay(id)).toMatchObject({ status: 'received', handledAt: null, error: null })
  await handle([{ id }])
  await sql`update webhook_deliveries set body = null where id = ${id}`
  expect(await db.deliveries.replay(id)).toBeNull()
  expect(await db.deliveries.replay('dlv_unknown')).toBeNull()
})

test('what was never finished is found when it is old', async () => {
  const [old, done] = [await recordOne(), await recordOne()]
  const young = await recordOne({ receivedAt: second(500) })
  await handle([{ id: done }])
  const afterMs = stage.clock.now.getTime() - second(100).getTime()
  const stuck = (await db.deliveries.stuck({ afterMs, limit: 100 })).map(({ id }) => id)
  expect(stuck).toContain(old)
  expect(stuck).not.toContain(done)
  expect(stuck).not.toContain(young)
})

test('retention empties bodies first and removes rows later, in pieces', async () => {
  const nextDay = 86_400
  const recorded = await db.deliveries.record([deliver(), deliver(), deliver({ receivedAt: second(nextDay + 500) })])
  await handle(recorded)
  while ((await db.deliveries.sweepBodies(second(nextDay + 100), 1)) > 0);
  expect((await mine()).map(({ body }) => body).toSorted()).toEqual(['e30=', null, null])
  // Rows go by whole days.
  while ((await db.deliveries.sweep(second(nextDay - 1), 1)) > 0);
  expect(await mine()).toHaveLength(3)
  while ((await db.deliveries.sweep(second(nextDay + 100), 1)) > 0);
  expect(await mine()).toHaveLength(1)
})

describe('the spill', () => {
  beforeEach(() => sql`truncate inbox_spill`)
  const takeInto = (taken: unknown[]) => async (groups: readonly SpilledGroup[]) => {
    taken.push(...groups.map(({ payload }) => payload))
    return groups.map(({ id }) => id)
  }

  test('keeps batches that are not handled, and continues after them', async () => {
    await db.spill.add('first')
    await db.spill.add('second')
    await sql`insert into inbox_spill (id, payload) values ('spl_0', 'of a lost key')`
    const [unreadable = '', first = ''] = await db.spill.take({ limit: 2 }, async (groups) => {
      expect(groups.map(({ payload }) => payload)).toEqual([undefined, 'first'])
      return []
    })
    expect(unreadable).toBe('spl_0')
    const taken: unknown[] = []
    await db.spill.take({ after: first, limit: 2 }, takeInto(taken))
    expect(taken).toEqual(['second'])
    expect(await sql`select 1 from inbox_spill`).toHaveLength(2)
  })

  test('deletes a batch only after it has been handled', async () => {
    await db.spill.add({ group: 1 })
    const failing = db.spill.take({ limit: 10 }, () => Promise.reject(new Error('Redis is down.')))
    await expect(failing).rejects.toThrow('Redis is down.')
    const taken: unknown[] = []
    expect(await db.spill.take({ limit: 10 }, takeInto(taken))).toHaveLength(1)
    expect(taken).toEqual([{ group: 1 }])
    expect(await db.spill.take({ limit: 10 }, takeInto(taken))).toEqual([])
  })

  test('gives each group to one of many who take at once', async () => {
    for (let index = 0; index < 30; index++) await db.spill.add(index)
    const taken: unknown[] = []
    const drain = async () => {
      while ((await db.spill.take({ limit: 4 }, takeInto(taken))).length > 0);
    }
    await Promise.all(Array.from({ length: 5 }, drain))
    expect(taken.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 30 }, (_, index) => index))
  })

  test('is not stored unencrypted', async () => {
    await db.spill.add({ body: 'anna@example.com' })
    expect(await sql`select 1 from inbox_spill where payload like '%anna%'`).toEqual([])
  })
})

describe('alerts', () => {
  const fail = (threshold = 3) => db.alerts.countFailure({ shopId: shop.id, kind: 'sync', detail: 'down', threshold })

  test('are raised once, by the failure that makes it enough', async () => {
    const raised = await Promise.all(Array.from({ length: 8 }, () => fail()))
    expect(raised.filter((each) => each.raised)).toHaveLength(1)
    expect(await db.alerts.list({ accountId: shop.accountId, limit: 10 })).toMatchObject([{ failures: 8 }])
  })

  test('are counted from zero after a success', async () => {
    await fail()
    await fail()
    await db.alerts.clear(shop.id, 'other')
    await db.alerts.clear(shop.id, 'sync')
    expect((await fail()).raised).toBe(false)
    expect((await fail()).raised).toBe(false)
    expect((await fail()).raised).toBe(true)
  })

  test('are notified once, and not after they are resolved', async () => {
    const { alert } = await fail(1)
    const due = async () => (await db.alerts.toNotify(100)).filter((each) => each.shopId === shop.id)
    expect(await due()).toHaveLength(1)
    await db.alerts.markNotified(alert?.id ?? '')
    expect(await due()).toEqual([])
    await db.alerts.clear(shop.id)
    await fail(1)
    await db.alerts.clearKinds(shop.id, ['sync'])
    expect(await due()).toEqual([])
  })
})
