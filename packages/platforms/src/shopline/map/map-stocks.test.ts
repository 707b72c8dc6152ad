import { expect, test } from 'vitest'
import { context, product } from '../testing/samples.ts'
import { mapObjects, mapStocks } from './index.ts'

const TAIPEI = 'a00000000000000000000001'
const stocks = {
  id: 'p1',
  title_translations: { en: 'Mug' },
  unlimited_quantity: false,
  stocks: [{ warehouse_id: TAIPEI, quantity: 7 }],
  variations: [
    { id: 'v1', fields_translations: { en: ['Red'] }, stocks: [{ warehouse_id: 'w1', quantity: 3 }] },
    {
      ...{ id: 'v2', fields_translations: { en: ['Blue'] } },
      stocks: [
        { warehouse_id: 'w1', quantity: 0 },
        { warehouse_id: 'w2', quantity: -4 },
        { warehouse_id: null, quantity: 9 },
      ],
    },
  ],
}
const level = (id: string, location: string, available: string | null, productId = 'p1') =>
  expect.objectContaining({
    externalId: `${productId}-${id}-${location}`,
    sourceUpdatedAt: null,
    fields: expect.objectContaining({ inventory_item_id: id, location_external_id: location, available }),
  })

test('each variation has a level in each warehouse; the product’s own sums are none', () => {
  expect(mapStocks(stocks)).toEqual([level('v1', 'w1', '3'), level('v2', 'w1', '0'), level('v2', 'w2', '-4')])
})

test('a product without variations has levels itself, and without bounds none is told', () => {
  const alone = { ...stocks, variations: [] }
  expect(mapStocks(alone)).toEqual([level('p1', TAIPEI, '7')])
  expect(mapStocks({ ...alone, unlimited_quantity: true })).toEqual([level('p1', TAIPEI, null)])
})

test('the quantity is the level where one warehouse is in use', () => {
  const wanted = [level('ffffffffffffffffffffffff', TAIPEI, '12', 'c'.repeat(24))]
  expect(mapObjects('products', [product], context).inventory_levels).toEqual(wanted)
  expect(mapObjects('inventory', [product], context).inventory_levels).toEqual(wanted)
})

test.each([
  ['two are in use', context.warehouses.map((each) => ({ ...each, active: true }))],
  ['none is', []],
])('nothing is concluded from the quantity when %s', (_title, warehouses) => {
  expect(mapObjects('products', [product], { ...context, warehouses })).not.toHaveProperty('inventory_levels')
  expect(mapObjects('inventory', [product], { ...context, warehouses })).toEqual({ inventory_levels: [] })
  expect(mapObjects('inventory', [stocks], { ...context, warehouses }).inventory_levels).toHaveLength(3)
})
