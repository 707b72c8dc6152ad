import { expect, test } from 'vitest'
import type { OrderStatus } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import { startOpenApi } from './test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>

const HOUR = 3_600_000
const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))

async function list(openApi: TestOpenApi, path: string): Promise<string[]> {
  const { status, json } = await openApi.call(path)
  expect(status).toBe(200)
  return json().items.map(({ id }: { id: string }) => id)
}

test('all conditions of a search must hold', async () => {
  await using openApi = await startOpenApi()
  const all = openApi.world.placedOrders().flatMap((id) => openApi.world.orders.get(id) ?? [])
  const idsOf = (status: OrderStatus) => all.filter((order) => order.status === status).map(({ id }) => ids.order(id))
  const found = (query: string) => list(openApi, `orders/search?per_page=999&order_by=asc&${query}`)
  expect(await found('')).toHaveLength(all.length)
  expect(await found('status=cancelled')).toEqual(idsOf('cancelled'))
  expect((await found('statuses[]=pending&statuses[]=completed')).length).toBe(
    idsOf('processing').length + idsOf('complete').length,
  )
  expect(await found('payment_status=completed&delivery_status=shipped')).toEqual(idsOf('shipped'))
  expect(await found('status=pending&delivery_status=shipped')).toEqual([])
  const [sent] = all.filter(({ status }) => status === 'shipped')
  const parcel = (await openApi.call(`orders/${ids.order(sent?.id ?? 0)}`)).json().delivery_data.tracking_number
  expect(await found(`delivery_data_tracking_number=${parcel}`)).toEqual([ids.order(sent?.id ?? 0)])
  const { items } = (await openApi.call('orders/search?sort_by=total&order_by=desc&per_page=999')).json()
  const totals = items.map(({ total }: { total: { cents: number } }) => total.cents)
  expect(totals).toEqual(totals.toSorted((a: number, b: number) => b - a))
})

test('searches find what changed since the last one', async () => {
  await using openApi = await startOpenApi()
  const number = openApi.world.placedOrders().find((id) => openApi.world.orders.get(id)?.status === 'processing') ?? 0
  const found = (status: string) => list(openApi, `orders/search?per_page=999&statuses[]=${status}`)
  expect(await found('pending')).toContain(ids.order(number))
  openApi.world.changeOrderStatus(number, 'cancelled')
  expect(await found('pending')).not.toContain(ids.order(number))
  expect(await found('cancelled')).toContain(ids.order(number))
  openApi.world.deleteOrder(number)
  expect(await found('cancelled')).not.toContain(ids.order(number))
})

test('a page computes only the orders that it shows', async () => {
  await using openApi = await startOpenApi({}, { orders: 20_000 })
  const { world } = openApi
  const { createdAt = 0 } = world.orders.get(10_000) ?? {}
  const paths = [
    'orders?per_page=50',
    `orders?per_page=50&previous_id=${ids.order(9_000)}`,
    `orders?per_page=50&created_after=${asked(createdAt)}&created_before=${asked(createdAt + 24 * HOUR)}`,
    'orders/search?per_page=50&statuses[]=pending',
    `orders/search?per_page=50&shipped_after=${asked(createdAt)}`,
  ]
  for (const path of paths) expect(await list(openApi, path)).toHaveLength(50)
  const { get } = world.orders
  let computed = 0
  world.orders.get = (id) => {
    computed += 1
    return get(id)
  }
  for (const path of paths) expect(await list(openApi, path)).toHaveLength(50)
  expect(computed).toBeLessThanOrEqual(50 * paths.length)
})
