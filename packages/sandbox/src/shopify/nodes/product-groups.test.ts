import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop, type WorldShop } from '../../world/shop.ts'
import { type ProductGroups, productGroupsOf } from './product-groups.ts'

const PRODUCTS = 600

function open() {
  const world = createShop({ domain: 'groups', seed: 1, clock: createClock(), products: PRODUCTS })
  const read: number[] = []
  const get = (id: number) => {
    read.push(id)
    return world.products.get(id)
  }
  const counted: WorldShop = { ...world, products: { ...world.products, get } }
  return { world, read, groups: productGroupsOf(counted) }
}

const listOf = (groups: ProductGroups) => [...groups.values()].sort((a, b) => a.id - b.id)

test('a change of the stock reads one product and not the whole shop', () => {
  const { world, read, groups } = open()
  const before = groups()
  expect(read).toHaveLength(PRODUCTS)
  read.length = 0
  world.updateProduct(7, { stocks: [1, 2, 3, 4] })
  const after = groups()
  expect(read).toEqual([7])
  expect(after).not.toBe(before)
  expect(groups()).toBe(after)
})

test('a group that was read stays as it was when one of its products changes', () => {
  const { world, groups } = open()
  const before = groups().get(1)
  const { members } = structuredClone(before) ?? {}
  world.updateProduct(1, { sku: 'other' })
  expect(before?.members).toEqual(members)
  expect(groups().get(1)?.members[0]?.sku).toBe('other')
})

test('after changed, added, moved and deleted products the groups are those of a shop that is read from scratch', () => {
  const { world, groups } = open()
  for (let round = 0; round < 60; round += 1) {
    const ids = world.products.ids()
    const id = ids[(round * 37) % ids.length] ?? 1
    if (round % 4 === 0) world.deleteProduct(id)
    else if (round % 4 === 1) world.addProduct({ parentId: ids[round] ?? null })
    else if (round % 4 === 2) world.updateProduct(id, { parentId: round % 8 === 2 ? 3 : null })
    else world.updateProduct(id, { sku: `sku-${round}` })
    if (round % 3 === 0) expect(listOf(groups())).toEqual(listOf(productGroupsOf({ ...world })()))
  }
  expect(listOf(groups())).toEqual(listOf(productGroupsOf({ ...world })()))
})
