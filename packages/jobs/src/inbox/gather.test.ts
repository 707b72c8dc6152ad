import { expect, test } from 'vitest'
import type { Delivery } from './delivery.ts'
import { createGather } from './gather.ts'

function deliveries(...ids: string[]): Delivery[] {
  const rest = { platform: 'paper', topic: 'orders', contentType: 'application/json', body: '' }
  return ids.map((deliveryId) => ({ ...rest, deliveryId, receivedAt: '2026-11-23T10:00:00.000Z' }))
}

/** Work that ends when the test says so. */
function createDesk() {
  const desk: { ids: string[]; end: () => void; fail: (error: Error) => void }[] = []
  const gather = createGather((group) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    desk.push({ ids: group.map(({ deliveryId }) => deliveryId), end: resolve, fail: reject })
    return promise
  })
  return { gather, desk }
}

test('what comes first waits for nothing, what comes meanwhile goes together', async () => {
  const { gather, desk } = createDesk()
  const all = ['a', 'b', 'c', 'd', 'e'].map((id) => gather(deliveries(id)))
  expect(desk.map(({ ids }) => ids)).toEqual([['a'], ['b']])
  desk[0]?.end()
  await all[0]
  await new Promise(setImmediate)
  expect(desk[2]?.ids).toEqual(['c', 'd', 'e'])
  for (const { end } of desk) end()
  await Promise.all(all)
})

test('a failed group fails those who went with it, and nobody else', async () => {
  const { gather, desk } = createDesk()
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map((id) => gather(deliveries(id)))
  desk[0]?.fail(new Error('Postgres is down.'))
  await expect(first).rejects.toThrow('Postgres is down')
  desk[1]?.end()
  await second
  desk[2]?.end()
  await Promise.all([third, fourth])
})

test('a group is bounded, and a job is never split', async () => {
  const { gather, desk } = createDesk()
  const many = (from: number, count: number) =>
    deliveries(...Array.from({ length: count }, (_, index) => String(from + index)))
  void [gather(many(0, 1)), gather(many(1, 1)), gather(many(2, 300)), gather(many(302, 300)), gather(many(602, 700))]
  for (let index = 0; index < 5; index++) {
    desk[index]?.end()
    await new Promise(setImmediate)
  }
  expect(desk.map(({ ids }) => ids.length)).toEqual([1, 1, 300, 300, 700])
})
