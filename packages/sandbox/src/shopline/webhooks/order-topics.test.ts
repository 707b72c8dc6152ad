import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop } from '../../world/shop.ts'
import { changeOnlyStatus } from '../order-statuses.ts'
import { createShopState, type ShopState } from '../state/shop-state.ts'
import { topicsOf } from './topics.ts'

function open() {
  const clock = createClock()
  const world = createShop({ domain: 'minta', seed: 1, clock })
  const state = createShopState({ world, clock })
  const topics: string[] = []
  world.listen((change) =>
    topics.push(...topicsOf(change, { world, state, quirks: { stockTopics: [] } }).map(({ topic }) => topic)),
  )
  state.listen((change) =>
    topics.push(...topicsOf(change, { world, state, quirks: { stockTopics: [] } }).map(({ topic }) => topic)),
  )
  return { order: world.addOrder().id, world, state, since: () => topics.splice(0) }
}

test('a status that a person of the shop sets says how payment and delivery stand, one by API does not', () => {
  const { order, world, state, since } = open()
  expect(since()).toEqual(['order/create'])
  changeOnlyStatus({ world, state }, order, 'paid')
  expect(since()).toEqual(['order/update', 'order/confirm'])
  world.changeOrderStatus(order, 'complete')
  expect(since()).toEqual(['order/update', 'order/complete', 'order_delivery/update'])
})

test.each<[string, (state: ShopState, order: number) => unknown, string[]]>([
  [
    'payment',
    (state, order) => state.changePayment(order, { status: 'completed', paidAt: null }),
    ['order_payment/update', 'order_payment/complete'],
  ],
  [
    'refund',
    (state, order) => state.changePayment(order, { status: 'refunded', paidAt: null }),
    ['order_payment/update', 'order_payment/refund'],
  ],
  ['delivery', (state, order) => state.changeDelivery(order, 'arrived'), ['order_delivery/update']],
  [
    'mail about an order',
    (state, order) => state.sendMail({ kind: 'order_cancelled', to: 'a@example.com', about: order, by: 'email' }),
    ['order/status_notify_customer'],
  ],
  [
    'mail about a delivery',
    (state, order) => state.sendMail({ kind: 'order_delivery_status', to: 'a@example.com', about: order, by: 'email' }),
    ['order_delivery/status_notify_customer'],
  ],
])('a change of the %s has topics of its own', (_, change, expected) => {
  const { order, state, since } = open()
  since()
  change(state, order)
  expect(since()).toEqual(expected)
})
