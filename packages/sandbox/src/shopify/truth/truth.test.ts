import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import { truthOf } from './index.ts'

const sizes = { categories: 4, products: 9, customers: 5, orders: 30 }
/** Stands still, so that now is now. */
const clock = { ...createClock(), now: () => Date.parse('2026-11-23T10:00:00Z') }
const begin = () => createShop({ ...sizes, domain: 'minta-bolt', seed: 1, clock: clock, stockCount: 2 })
const rowOf = (world: ReturnType<typeof begin>, table: string, externalId: string) =>
  truthOf(world)[table]?.find((row) => row.externalId === externalId)?.fields

test('a group is one product, and its members with their head are its variants', () => {
  const world = begin()
  expect(truthOf(world).products?.map(({ externalId }) => externalId)).toEqual([1, 4, 7].map(ids.product))
  const variants = truthOf(world).product_variants?.filter(
    ({ fields }) => fields.product_external_id === ids.product(4),
  )
  expect(variants?.map(({ externalId, fields }) => [externalId, fields.position])).toEqual([
    [ids.variant(4), 1],
    [ids.variant(5), 2],
    [ids.variant(6), 3],
  ])
})

test('a product changed when any of its variants did', () => {
  const world = begin()
  const { updatedAt } = world.updateProduct(6, { gross: '4242' })
  expect(rowOf(world, 'products', ids.product(4))).toMatchObject({ source_updated_at: new Date(updatedAt) })
  expect(rowOf(world, 'product_variants', ids.variant(6))).toMatchObject({ price: '4242' })
})

test('a product changed when it lost a variant, be it the head', () => {
  const world = begin()
  world.deleteProduct(6)
  world.deleteProduct(7)
  for (const head of [4, 7])
    expect(rowOf(world, 'products', ids.product(head))).toMatchObject({ source_updated_at: new Date(world.now()) })
})

test('every variant has a level at every warehouse in use, and its stock is their sum', () => {
  const world = begin()
  world.updateProduct(2, { stocks: [3, 4, 100, 100] })
  expect(truthOf(world).inventory_levels).toHaveLength(9 * 2)
  const level = `${ids.inventoryItem(2)}-${ids.location(2)}`
  expect(rowOf(world, 'inventory_levels', level)).toMatchObject({ available: 4 })
  expect(rowOf(world, 'product_variants', ids.variant(2))).toMatchObject({ stock_quantity: 7 })
})

test.each([
  ['processing', 'OPEN', 'PENDING', 'UNFULFILLED', 0, 0],
  ['paid', 'OPEN', 'PAID', 'UNFULFILLED', 0, 0],
  ['shipped', 'OPEN', 'PAID', 'PARTIALLY_FULFILLED', 1, 0],
  ['complete', 'OPEN', 'PAID', 'FULFILLED', 2, 0],
  ['cancelled', 'CANCELLED', 'REFUNDED', 'UNFULFILLED', 0, 2],
] as const)('an order of status %s is %s, %s and %s, with %i lines sent and %i given back', (status, ...expected) => {
  const world = begin()
  const line = { productId: 1, sku: 'SKU', name: 'Bögre', net: '787.4016', gross: '1000', quantity: 2 }
  const lines = [1, 2].map((id) => ({ ...line, id: 9_000 + id }))
  const { id } = world.addOrder({ lines, shipping: '990', discount: '500', currency: 'EUR', rate: '0.00250000' })
  world.changeOrderStatus(id, status)

  const truth = truthOf(world)
  const linesOf = (table: string) =>
    truth[table]
      ?.filter(({ fields }) => fields.order_external_id === ids.order(id))
      .flatMap(({ fields }) => fields.lines as unknown[]) ?? []
  const order = rowOf(world, 'orders', ids.order(id)) ?? {}
  expect([order.status, order.financial_status, order.fulfillment_status]).toEqual(expected.slice(0, 3))
  expect([linesOf('fulfillments').length, linesOf('refunds').length]).toEqual(expected.slice(3))
  expect(order).toMatchObject({ total: 4_490, presentment_currency: 'EUR', presentment_total: '11.23' })
})

test('an abandoned basket is not an order', () => {
  const world = begin()
  const basket = world.addOrder({ status: null })
  expect(rowOf(world, 'orders', ids.order(basket.id))).toBeUndefined()
  expect(truthOf(world).orders).toHaveLength(world.placedOrders().length)
})

test('what is gone from the shop is named nowhere', () => {
  const world = begin()
  const { id, lines } = world.addOrder({ customerId: 1 })
  const [line] = lines
  world.deleteCustomer(1)
  world.deleteProduct(line?.productId ?? 0)
  expect(rowOf(world, 'orders', ids.order(id))).toMatchObject({ customer_external_id: null })
  expect(rowOf(world, 'order_lines', ids.line(line?.id ?? 0))).toMatchObject({
    product_external_id: null,
    variant_external_id: null,
  })
})
