import { expect, onTestFinished, test } from 'vitest'
import { findReversals, isLoop } from '../src/push/find-reversals.ts'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createStockPlatform, createStockShop } from './stock-shop.ts'

const SECOND_MS = 1_000

/** A shop with one variant, whose stock our side and the shop's set in turn. */
async function setUp() {
  const shop = createStockShop()
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createStockPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context, sql } = stage
  const { id: shopId } = await stage.connectShop('paper')
  const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }
  await context.db.shopSettings.update(shopId, { pushSettings: { inventory } })
  await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id, inventory_item_id)
    values (${shopId}, 'a', '{}', '', 'p', 'a')`
  const advance = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms)
  }
  let keys = 0
  return {
    ...{ shop, context, sql, shopId, clock, advance },
    /** The mirror shows a new quantity of the shop. */
    async mirror(available: number) {
      advance(SECOND_MS)
      const fields = { inventory_item_id: 'a', location_external_id: 'main', available: String(available) }
      const level = { externalId: 'a@main', sourceUpdatedAt: clock.now, fields, raw: { available } }
      await context.db.mirror.writePage({
        shopId,
        rows: { origin: 'api', readAt: clock.now, rows: { inventory_levels: [level] } },
      })
    },
    async push(quantity: number) {
      advance(SECOND_MS)
      const given = { key: `k${keys++}`, kind: 'inventory.set', entity: 'inventory', object: { id: 'a' } }
      const [push] = await context.db.pushes.accept(shopId, [{ ...given, payload: { quantity, location: 'main' } }])
      await sendPushes.run({ shopId }, context, stage.attempt())
      return (await context.db.pushes.find(push?.id ?? '', null)) ?? expect.fail('no push')
    },
    send: () => sendPushes.run({ shopId }, context, stage.attempt()),
    alerts: () => sql`select kind, detail, raised_at from alerts where resolved_at is null`,
  }
}

type SetUp = Awaited<ReturnType<typeof setUp>>

/** Our 5 arrives, and the shop makes it 3 again. */
async function goBackAndForth({ push, mirror }: SetUp, times: number): Promise<string[]> {
  const statuses: string[] = []
  for (let time = 0; time < times; time++) {
    statuses.push((await push(5)).status)
    await mirror(5)
    await mirror(3)
  }
  return statuses
}

test('an object that goes back and forth more than five times in ten minutes is held, and an alert shows both sides', async () => {
  const on = await setUp()
  const statuses = await goBackAndForth(on, 6)
  expect(statuses).toEqual(Array.from({ length: 6 }, () => 'completed'))
  expect(await on.alerts()).toEqual([])

  const held = await on.push(5)
  expect(held).toMatchObject({
    status: 'held',
    holdReason: 'loop',
    errorCode: 'loop',
    result: { actual: { quantity: '3' } },
  })
  expect(held.error).toMatch(/quantity.*5.*3/)
  const [alert] = await on.alerts()
  expect(alert).toMatchObject({ kind: 'notice:push_loop', raised_at: expect.anything() })
  expect(alert?.detail).toMatch(/6 times/)
  expect(alert?.detail).toMatch(/quantity: 5, in the shop 3/)
  expect(alert?.detail).toContain(held.id)
  expect(on.shop.calls).toHaveLength(6)
})

test('a held push is sent when a person says so, and the object is free again after ten minutes', async () => {
  const on = await setUp()
  await goBackAndForth(on, 6)
  const { id } = await on.push(5)
  await on.context.db.pushes.process({ accountId: null, ids: [id] })
  await on.send()
  expect(await on.context.db.pushes.find(id, null)).toMatchObject({ status: 'completed' })
  await on.mirror(3)
  on.advance(11 * 60_000)
  expect(await on.push(5)).toMatchObject({ status: 'completed' })
})

test.each([
  [
    'follows the sales of the shop',
    async ({ push, mirror }: SetUp, time: number) => {
      const { status } = await push(100 - 2 * time)
      await mirror(100 - 2 * time)
      await mirror(99 - 2 * time)
      return status
    },
  ],
  [
    'sets the same again while the shop leaves it',
    async ({ push, mirror }: SetUp, time: number) => {
      const { status } = await push(5)
      if (time === 0) await mirror(5)
      return status
    },
  ],
  [
    'changes its own mind before the mirror shows it',
    async ({ push, mirror }: SetUp, time: number) => {
      if (time === 0) await mirror(7)
      return (await push(time % 2 === 0 ? 5 : 3)).status
    },
  ],
  [
    'goes back and forth slowly',
    async (on: SetUp) => {
      on.advance(3 * 60_000)
      return (await goBackAndForth(on, 1))[0]
    },
  ],
])('a system that %s is not held', async (_title, step) => {
  const on = await setUp()
  for (let time = 0; time < 12; time++) expect(await step(on, time), `${time}`).toBe('completed')
  expect(await on.alerts()).toEqual([])
})

test('other objects are compared field by field, with the columns of the mirror', async () => {
  const { context, sql, shopId, clock, advance } = await setUp()
  const payload = { note: 'Ours', tags: ['x'], price: '12.50', unknown: 'y' }
  for (const [id, reversal] of ['a', 'b', 'c', 'd', 'e', 'f'].map((each) => [each, each > 'a'] as const))
    await sql`insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, target, object_key, status,
        finished_at, is_reversal)
      values (${id}, ${shopId}, ${id}, '', 'order.update', 'orders', '{}', ${JSON.stringify(payload)}::text::jsonb, '{"id":"41"}',
        'orders/id/41', 'completed', ${clock.now.toISOString()}, ${reversal})`
  advance(SECOND_MS)
  const row = { externalId: '41', sourceUpdatedAt: clock.now, fields: { note: 'Theirs' }, raw: {} }
  await context.db.mirror.writePage({ shopId, rows: { origin: 'api', readAt: clock.now, rows: { orders: [row] } } })
  const push = { id: 'g', entity: 'orders', kind: 'order.update', payload } as never
  const found = { kind: 'found', push, target: { id: '41', ownId: null }, objectKey: 'orders/id/41' } as const
  const deps = { db: context.db, shopId, now: clock.now }
  const reversals = await findReversals([found as never], deps)
  expect(reversals).toMatchObject([{ count: 6, fields: { note: { wanted: 'Ours', shown: 'Theirs' } } }])
  expect(Object.keys(reversals[0]?.fields ?? {})).toEqual(['note'])
  expect(reversals.map(isLoop)).toEqual([true])
})
