import { expect, test } from 'vitest'
import { OBJECTS_PER_READ } from '../../contract/reads.ts'
import { createAccess } from '../../testing/test-access.ts'
import { openStage } from '../testing/stage.ts'
import { NUMBER_PREFIX } from './read-items.ts'

async function open() {
  const stage = await openStage({ orders: 300 })
  const access = createAccess(stage.platform, stage.domain)
  const shop = { id: 'shp_test', domain: stage.domain }
  const profile = await stage.platform.client({ shop, access }).describe()
  const client = stage.platform.client({ shop, access, profile })
  const readObjects = (ids: string[]) => client.reads.objects?.('orders', ids) ?? Promise.reject(new Error('cannot'))
  return { stage, access, client, readObjects, [Symbol.asyncDispose]: () => stage.close() }
}

const sum = (costs: number[]) => costs.reduce((total, cost) => total + cost, 0)

test('a hundred orders with their histories cost three calls, and are what each by itself would be', async () => {
  await using shop = await open()
  const ids = shop.stage.ids('orders').slice(0, OBJECTS_PER_READ)
  const before = sum(shop.access.reserved)
  const { rows, missing } = await shop.readObjects(ids)
  expect(sum(shop.access.reserved) - before).toBeLessThanOrEqual(3)
  expect(missing).toEqual([])
  expect(rows.rows.orders?.map(({ externalId }) => externalId).sort()).toEqual([...ids].sort())

  const first = await shop.client.reads.object('orders', ids[0] ?? '')
  expect(rows.rows.orders?.find(({ externalId }) => externalId === ids[0])).toEqual(first?.rows.orders?.[0])
})

test('what does not exist is told as missing, the rest comes', async () => {
  await using shop = await open()
  const [kept, other] = shop.stage.ids('orders')
  const removed = shop.stage.remove('orders')
  const { rows, missing } = await shop.readObjects([kept ?? '', removed, '..', other ?? ''])
  expect(missing.sort()).toEqual([removed, '..'].sort())
  expect(rows.rows.orders).toHaveLength(2)
})

test('orders known by number only are found; a number nobody has is no delete', async () => {
  await using shop = await open()
  const order = shop.stage.shop.placedOrders().at(-1)
  const { rows, missing } = await shop.readObjects([`${NUMBER_PREFIX}${order}`, `${NUMBER_PREFIX}999999`])
  expect(rows.rows.orders).toHaveLength(1)
  expect(missing).toEqual([])
})

test('a basket nobody finished is not an order', async () => {
  await using shop = await open()
  const basket = shop.stage.shop.addOrder({ status: null })
  const id = Buffer.from(`order-order_id=${basket.id}`).toString('base64')
  const [order = ''] = shop.stage.ids('orders')
  expect(await shop.readObjects([id, order])).toMatchObject({ missing: [id] })
})
