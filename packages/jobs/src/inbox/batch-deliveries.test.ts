import { expect, test } from 'vitest'
import { createBatchDeliveries } from './batch-deliveries.ts'
import type { Delivery } from './delivery.ts'

function deliveries(...ids: string[]): Delivery[] {
  const rest = { platform: 'paper', topic: 'orders', contentType: 'application/json', body: '' }
  return ids.map((deliveryId) => ({ ...rest, deliveryId, receivedAt: '2026-11-23T10:00:00.000Z' }))
}

/** Batches that end when the test says so. */
function createBatches() {
  const batches: { ids: string[]; end: () => void; fail: (error: Error) => void }[] = []
  const batchDeliveries = createBatchDeliveries()
  const add = (own: Delivery[]) =>
    batchDeliveries(own, (batch) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      batches.push({ ids: batch.map(({ deliveryId }) => deliveryId), end: resolve, fail: reject })
      return promise
    })
  return { add, batches }
}

test('the first deliveries are processed at once, those that arrive during it as one batch', async () => {
  const { add, batches } = createBatches()
  const all = ['a', 'b', 'c', 'd', 'e'].map((id) => add(deliveries(id)))
  expect(batches.map(({ ids }) => ids)).toEqual([['a'], ['b']])
  batches[0]?.end()
  await all[0]
  await new Promise(setImmediate)
  expect(batches[2]?.ids).toEqual(['c', 'd', 'e'])
  for (const { end } of batches) end()
  await Promise.all(all)
})

test('a failed batch rejects for its own callers only', async () => {
  const { add, batches } = createBatches()
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map((id) => add(deliveries(id)))
  batches[0]?.fail(new Error('Postgres is down.'))
  await expect(first).rejects.toThrow('Postgres is down')
  batches[1]?.end()
  await second
  batches[2]?.end()
  await Promise.all([third, fourth])
})

test('a batch is bounded, and the deliveries of one job are never split', async () => {
  const { add, batches } = createBatches()
  const many = (from: number, count: number) =>
    deliveries(...Array.from({ length: count }, (_, index) => String(from + index)))
  void [add(many(0, 1)), add(many(1, 1)), add(many(2, 300)), add(many(302, 300)), add(many(602, 700))]
  for (let index = 0; index < 5; index++) {
    batches[index]?.end()
    await new Promise(setImmediate)
  }
  expect(batches.map(({ ids }) => ids.length)).toEqual([1, 1, 300, 300, 700])
})
