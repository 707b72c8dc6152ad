import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import type { Product } from '../../world/model.ts'
import { createShop } from '../../world/shop.ts'
import type { WriteQuirks } from '../api/write-quirks.ts'
import { createShopState } from '../state/shop-state.ts'
import { topicsOf } from './topics.ts'

function topicsAfter(stockTopics: WriteQuirks['stockTopics'], change: Partial<Product>): string[] {
  const clock = createClock()
  const world = createShop({ domain: 'minta', seed: 1, clock })
  const state = createShopState({ world, clock })
  const topics: string[] = []
  world.listen((each) =>
    topics.push(...topicsOf(each, { world, state, quirks: { stockTopics } }).map(({ topic }) => topic)),
  )
  world.updateProduct(1, change)
  return topics
}

test.each<[WriteQuirks['stockTopics']]>([[['product/update', 'stock/update']], [['stock/update']], [[]]])(
  'a change of stock alone has the topics %j',
  (stockTopics) => {
    expect(topicsAfter(stockTopics, { stocks: [99, 99, 99, 99] })).toEqual(stockTopics)
  },
)

test('a change of stock and name has all topics', () => {
  expect(topicsAfter([], { stocks: [99, 99, 99, 99], sku: 'OTHER' })).toEqual(['product/update', 'stock/update'])
  expect(topicsAfter([], { sku: 'OTHER' })).toEqual(['product/update'])
})
