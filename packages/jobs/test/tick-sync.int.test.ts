import { afterAll, afterEach, expect, test } from 'vitest'
import { tickSync } from '../src/sync/tick-sync.ts'
import { createStage } from './context.ts'
import { addShops } from './many-shops.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const now = new Date('2026-06-01T00:00:00Z')
const stage = await createStage({ platforms: [createPaperPlatform(createPaperShop(1), () => now)], now: () => now })
const { context, sql, account } = stage
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => sql`update shop_settings set schedule_enabled = false`)

const tick = () => tickSync.run({}, context, stage.attempt())
const shops = (count: number) => addShops(sql, account.id, count)

async function dueShops(count: number): Promise<string[]> {
  const ids = await shops(count)
  await sql`
    update shop_settings set next_sync_at = ${now.toISOString()}::timestamptz - interval '1 second', next_full_at = 'infinity'
    where shop_id = any(${ids})`
  return ids
}

async function countStarted(ids: string[]): Promise<number> {
  const runs = await sql`select shop_id from sync_runs where shop_id = any(${ids}) and trigger = 'schedule'`
  return runs.length
}

test('a due shop starts within the tick, however many new ones have no time yet', async () => {
  const fresh = await shops(5_000)
  const due = await dueShops(1)
  await tick()
  expect(await countStarted(due)).toBe(1)
  expect(await countStarted(fresh)).toBe(0)
  const planned = await sql`
    select 1 from shop_settings where shop_id = any(${fresh}) and next_sync_at > ${now.toISOString()} and next_full_at is not null`
  expect(planned).toHaveLength(5_000)
})

test('new shops among the due ones do not end the tick', async () => {
  await shops(3)
  const due = await dueShops(250)
  await tick()
  expect(await countStarted(due)).toBe(250)
})

test('a shop whose run cannot be written keeps no other from starting', async () => {
  const due = await dueShops(150)
  await sql`
    create function refuse_run() returns trigger language plpgsql as $$ begin raise 'This row is refused.'; end $$`
  await sql.unsafe(
    `create trigger refuse_run before insert on sync_runs for each row when (new.shop_id = '${due[20]}') execute function refuse_run()`,
  )
  await tick()
  await sql`drop trigger refuse_run on sync_runs`
  expect(await countStarted(due)).toBe(149)
})

test('shops that were switched off, or whose schedule changed, are planned and not started', async () => {
  const [id = ''] = await dueShops(1)
  await context.db.shopSettings.update(id, { frequency: '1h' })
  await tick()
  expect(await countStarted([id])).toBe(0)
  expect((await context.db.shopSettings.get(id))?.nextSyncAt?.getTime()).toBeGreaterThan(now.getTime())
})
