import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const MINUTE_MS = 60_000
const read = (shopId: string, resource: string, minutes: number) =>
  db.watermarks.advance(shopId, resource, new Date(Date.now() - minutes * MINUTE_MS), { full: true })

test('a shop is late when one of its resources is two of its intervals old', async () => {
  const [fresh, late, slow, manual, partial] = await Promise.all(Array.from({ length: 5 }, () => stage.createShop()))
  const ids = [fresh, late, slow, manual, partial].map((shop) => shop?.id ?? '') as [
    string,
    string,
    string,
    string,
    string,
  ]
  for (const id of ids) await read(id, 'orders', 20)
  for (const id of ids.slice(1)) await read(id, 'products', 40)
  await db.shopSettings.update(ids[2], { frequency: '1h' })
  await db.shopSettings.update(ids[3], { scheduleEnabled: false })
  await db.shopSettings.update(ids[4], { resources: ['orders'] })
  const none = { shops: 0, late: 0 }
  const expected = { '15m': { shops: 3, late: 1 }, '1h': { shops: 1, late: 0 }, '1d': none, '30m': none, '6h': none }
  const found = async () =>
    Object.fromEntries((await db.stats.lateShops()).map(({ frequency, ...counts }) => [frequency, counts]))
  expect(await found()).toEqual(expected)

  await sql`update shops set paused_at = now() where id = ${ids[1]}`
  expect(await found()).toMatchObject({ '15m': { shops: 2, late: 0 } })
})
