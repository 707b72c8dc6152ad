import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop } from '../../world/shop.ts'
import { createShopState } from '../state/shop-state.ts'
import { ids } from '../world-ids.ts'
import { truthOf } from './index.ts'

const sizes = { categories: 4, products: 9, customers: 5, orders: 30 }
/** Stands still, so that now is now. */
const clock = { ...createClock(), now: () => Date.parse('2026-11-23T10:00:00Z') }
const line = { id: 9_001, productId: 4, sku: 'SKU', name: 'Bögre', net: '787.4016', gross: '1000', quantity: 2 }

function begin() {
  const world = createShop({ ...sizes, domain: 'minta', seed: 1, clock, stockCount: 2 })
  return { world, state: createShopState({ world, clock }), currency: 'TWD' }
}

const rowOf = (shop: ReturnType<typeof begin>, table: string, externalId: string) =>
  truthOf(shop)[table]?.find((row) => row.externalId === externalId)?.fields

test('a group is one product with its members as variations, a product on its own is its own variant', () => {
  const shop = begin()
  const { id } = shop.world.addProduct()
  expect(truthOf(shop).products?.map(({ externalId }) => externalId)).toEqual([1, 4, 7, id].map(ids.product))
  const variants = truthOf(shop).product_variants?.map(({ externalId, fields }) => [externalId, fields.position])
  expect(variants?.slice(3, 6)).toEqual([
    [ids.variation(4), 0],
    [ids.variation(5), 1],
    [ids.variation(6), 2],
  ])
  expect(rowOf(shop, 'product_variants', ids.product(id))).toMatchObject({ title: null, options: [] })
})

test('a product changed when it lost a variation, and one that is gone is no row', () => {
  const shop = begin()
  shop.world.deleteProduct(6)
  for (const number of [7, 8, 9]) shop.world.deleteProduct(number)
  expect(rowOf(shop, 'products', ids.product(4))).toMatchObject({ source_updated_at: new Date(clock.now()) })
  expect(rowOf(shop, 'products', ids.product(7))).toBeUndefined()
})

test('every variant has a level at every warehouse in use, and its stock is their sum', () => {
  const shop = begin()
  shop.world.updateProduct(2, { stocks: [3, 4, 100, 100] })
  expect(truthOf(shop).inventory_levels).toHaveLength(9 * 2)
  const level = `${ids.product(1)}-${ids.variation(2)}-${ids.warehouse(2)}`
  expect(rowOf(shop, 'inventory_levels', level)).toMatchObject({ available: 4, inventory_item_id: ids.variation(2) })
  expect(rowOf(shop, 'product_variants', ids.variation(2))).toMatchObject({ stock_quantity: 7 })
})

test.each([
  ['processing', 'pending', 'pending', 'pending', []],
  ['paid', 'confirmed', 'completed', 'pending', []],
  ['shipped', 'confirmed', 'completed', 'shipped', ['shipped']],
  ['complete', 'completed', 'completed', 'arrived', ['shipped', 'arrived', 'completed']],
  ['cancelled', 'cancelled', 'refunded', 'pending', []],
] as const)('an order of status %s is %s, %s and %s', (worldStatus, status, payment, delivery, timeline) => {
  const shop = begin()
  const { id } = shop.world.addOrder({ lines: [line], shipping: '60', discount: '10' })
  if (worldStatus !== 'processing') shop.world.changeOrderStatus(id, worldStatus)
  const order = rowOf(shop, 'orders', ids.order(id)) ?? {}
  expect(order).toMatchObject({ status, financial_status: payment, fulfillment_status: delivery, total: 2_050 })
  const history = (order.history as { status: string }[]).map((entry) => entry.status)
  expect(history.filter((each) => !['created', 'paid', 'confirmed'].includes(each))).toEqual(timeline)
})

test('what happens to the delivery alone makes its order newer', () => {
  const shop = begin()
  const [number = 0] = shop.world.placedOrders()
  shop.state.changeDelivery(number, 'returned')
  const newer = { source_updated_at: new Date(clock.now()) }
  expect(rowOf(shop, 'orders', ids.order(number))).toMatchObject({ ...newer, fulfillment_status: 'returned' })
  expect(rowOf(shop, 'fulfillments', ids.delivery(number))).toMatchObject({ ...newer, status: 'returned' })
})

test('archived orders are rows, baskets are none', () => {
  const shop = begin()
  const basket = shop.world.addOrder({ status: null })
  const [number = 0] = shop.world.placedOrders()
  shop.state.archive(number)
  expect(rowOf(shop, 'orders', ids.order(number))).toBeDefined()
  expect(rowOf(shop, 'orders', ids.order(basket.id))).toBeUndefined()
})

test('an order goes on naming what it sold and who bought it', () => {
  const shop = begin()
  const { id } = shop.world.addOrder({ lines: [line], customerId: 1 })
  for (const number of [5, 6, 4]) shop.world.deleteProduct(number)
  shop.world.deleteCustomer(1)
  expect(rowOf(shop, 'orders', ids.order(id))).toMatchObject({ customer_external_id: ids.customer(1) })
  expect(rowOf(shop, 'order_lines', ids.line(9_001))).toMatchObject({
    ...{ product_external_id: ids.product(4), variant_external_id: ids.variation(4) },
  })
})
