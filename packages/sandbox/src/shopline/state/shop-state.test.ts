import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop } from '../../world/shop.ts'
import { createShopState, type StateChange } from './shop-state.ts'

function open() {
  const clock = createClock()
  const world = createShop({ domain: 'minta', seed: 1, clock })
  const state = createShopState({ world, clock })
  const heard: StateChange[] = []
  state.listen((change) => heard.push(change))
  return { clock, world, state, heard }
}

test('a change of the delivery does not change the order', () => {
  const { clock, world, state, heard } = open()
  const order = world.orders.get(1)
  const shipped = state.changeDelivery(1, 'shipped')
  clock.advance(60_000)
  const arrived = state.changeDelivery(1, 'arrived')
  expect(world.orders.get(1)).toEqual(order)
  expect(arrived).toMatchObject({ status: 'arrived', shippedAt: shipped.updatedAt, arrivedAt: arrived.updatedAt })
  expect(arrived.updatedAt).toBeGreaterThan(shipped.updatedAt)
  expect(heard.map(({ kind }) => kind)).toEqual(['delivery.changed', 'delivery.changed'])
  expect(state.delivery(2)).toBeUndefined()
})

test('the next status of the order determines the status of its delivery again', () => {
  const { world, state } = open()
  state.changeDelivery(1, 'returned')
  world.changeOrderStatus(1, 'shipped')
  expect(state.delivery(1)).toBeUndefined()
})

test('an archived order stays archived; baskets and unknown orders cannot be archived', () => {
  const { state, heard } = open()
  state.archive(3)
  expect([state.isArchived(3), state.isArchived(4), [...state.archived()]]).toEqual([true, false, [3]])
  expect(heard).toEqual([{ kind: 'order.archived', order: 3 }])
  expect(() => state.archive(7)).toThrow('no order 7')
  expect(() => state.changeDelivery(9_999, 'shipped')).toThrow('no order 9999')
})
