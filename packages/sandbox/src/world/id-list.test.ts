import { expect, test } from 'vitest'
import { createCollection } from './collection.ts'
import { createIdList } from './id-list.ts'

const SIZE = 100_000

function open(size = SIZE) {
  const looks: number[] = []
  const create = (id: number) => ({ id, updatedAt: id, isOdd: id % 2 === 1 })
  const collection = createCollection({ size, create, updatedAt: (id) => id })
  const read = createIdList(collection, (id) => {
    looks.push(id)
    return collection.get(id)?.isOdd ?? false
  })
  return { collection, looks, read }
}

test('after a change only the changed object is looked at', () => {
  const { collection, looks, read } = open()
  const before = read()
  looks.length = 0
  collection.put({ id: 4, updatedAt: 1, isOdd: true })
  expect(read().slice(0, 4)).toEqual([1, 3, 4, 5])
  expect(looks).toEqual([4])
  expect(read()).toBe(read())
  expect(before.slice(0, 3)).toEqual([1, 3, 5])
})

test('changed, added and removed objects are listed as a new list would have them', () => {
  const { collection, read } = open(40)
  for (let round = 0; round < 60; round += 1) {
    const id = 1 + ((round * 17) % 40)
    if (collection.get(id)) collection.put({ id, updatedAt: round, isOdd: round % 3 === 0 })
    if (round % 5 === 0) collection.add((id) => ({ id, updatedAt: round, isOdd: round % 2 === 0 }))
    if (round % 7 === 0) collection.remove(3 + round)
    expect(read()).toEqual(collection.ids().filter((id) => collection.get(id)?.isOdd))
  }
})
