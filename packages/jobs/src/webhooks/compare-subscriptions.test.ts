import type { Subscription } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { compareSubscriptions } from './compare-subscriptions.ts'

const addressOf = (topic: string) => `https://new.example/${topic}`
const isOurs = (address: string) => !address.includes('stranger')

function compare(actual: Subscription[]) {
  return compareSubscriptions({ topics: ['a', 'b'], actual, addressOf, isOurs })
}

test('correct subscriptions are kept, and only missing ones are created', () => {
  const right = { externalId: '1', topic: 'a', address: addressOf('a') }
  expect(compare([right])).toMatchObject({ kept: [right], missing: ['b'], surplus: [] })
})

test('a doubled one, one of an old address and one of an unwanted topic go', () => {
  const { kept, surplus, problems } = compare([
    { externalId: '1', topic: 'a', address: addressOf('a') },
    { externalId: '2', topic: 'a', address: addressOf('a') },
    { externalId: '3', topic: 'b', address: 'https://old.example/b' },
    { externalId: '4', topic: 'c', address: addressOf('c') },
  ])
  expect(kept.map(({ externalId }) => externalId)).toEqual(['1'])
  expect(surplus.map(({ externalId }) => externalId)).toEqual(['2', '3', '4'])
  expect(Object.fromEntries(problems)).toEqual({ a: 'doubled', b: 'wrong_address' })
})

test('a webhook of another app is neither kept nor removed', () => {
  const { kept, missing, surplus, problems } = compare([
    { externalId: '9', topic: 'a', address: 'https://stranger.example/a' },
  ])
  expect(Object.fromEntries(problems)).toEqual({ a: 'missing', b: 'missing' })
  expect({ kept, missing, surplus }).toEqual({ kept: [], missing: ['a', 'b'], surplus: [] })
})
