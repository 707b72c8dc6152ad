import { afterAll, expect, test } from 'vitest'
import { fromApi, fromWebhook, fulfillment, order } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const rereads = (shopId: string) => sql`select resource, external_id as id from refetches where shop_id = ${shopId}`

async function createShopWithParcel(version: number): Promise<string> {
  const { id: shopId } = await stage.createShop()
  await db.mirror.writePage({ shopId, rows: fromApi(2, { orders: [order('o1', { version: 2, title: 'a' })] }) })
  await db.mirror.writePage({
    shopId,
    rows: fromWebhook(version, { fulfillments: [fulfillment('o1-f', 'o1', version)] }),
  })
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['o1'], at: new Date('2026-01-01T00:00:09Z') })
  return shopId
}

test('an order whose parcel is newer than its end is read again', async () => {
  expect(await rereads(await createShopWithParcel(11))).toEqual([{ resource: 'orders', id: 'o1' }])
})

test('one whose parcel is older has ended', async () => {
  expect(await rereads(await createShopWithParcel(5))).toEqual([])
})
