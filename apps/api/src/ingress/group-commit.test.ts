import type { Arrival } from '@shopmirror/jobs'
import { expect, test } from 'vitest'
import {
  createGroupCommit,
  GROUP_BYTES_MAX,
  GROUP_DELIVERIES_MAX,
  InboxUnavailableError,
  WAITING_BYTES_MAX,
} from './group-commit.ts'

function delivery(deliveryId: string, bytes = 2): Arrival {
  return {
    platform: 'paper',
    deliveryId,
    topic: 'orders',
    contentType: 'application/json',
    body: Buffer.alloc(bytes),
    receivedAt: '2026-11-23T10:00:00.000Z',
  }
}

/** A disk whose writes end when the test says so. */
function createDisk() {
  const writes: { ids: string[]; end: () => void; fail: (error: Error) => void }[] = []
  const commit = createGroupCommit((arrivals) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    writes.push({ ids: arrivals.map(({ deliveryId }) => deliveryId), end: resolve, fail: reject })
    return promise
  })
  const nth = (index: number) => {
    const write = writes[index]
    if (!write) throw new Error(`There was no write ${index}.`)
    return write
  }
  return { commit, writes, nth }
}

const settle = () => new Promise(setImmediate)

test('a single delivery is written at once', () => {
  const { commit, writes } = createDisk()
  void commit.add(delivery('a'))
  expect(writes.map(({ ids }) => ids)).toEqual([['a']])
})

test('deliveries received during a write are written together next', async () => {
  const { commit, writes, nth } = createDisk()
  void commit.add(delivery('a'))
  void commit.add(delivery('b'))
  void commit.add(delivery('c'))
  expect(writes).toHaveLength(1)
  nth(0).end()
  await settle()
  expect(writes.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']])
})

test('a delivery is acknowledged only when its batch is on disk', async () => {
  const { commit, nth } = createDisk()
  const acknowledged: string[] = []
  for (const id of ['a', 'b']) void commit.add(delivery(id)).then(() => acknowledged.push(id))
  await settle()
  expect(acknowledged).toEqual([])
  nth(0).end()
  await settle()
  expect(acknowledged).toEqual(['a'])
  nth(1).end()
  await settle()
  expect(acknowledged).toEqual(['a', 'b'])
})

test('a batch that could not be written is refused as a whole, and the next one is attempted', async () => {
  const { commit, nth } = createDisk()
  const first = commit.add(delivery('a'))
  const second = commit.add(delivery('b'))
  nth(0).fail(new InboxUnavailableError('full'))
  await expect(first).rejects.toThrow(InboxUnavailableError)
  nth(1).end()
  await expect(second).resolves.toBeUndefined()
})

test('a group is bounded in deliveries and in size', async () => {
  const { commit, writes, nth } = createDisk()
  void commit.add(delivery('first'))
  for (let index = 0; index <= GROUP_DELIVERIES_MAX; index++) void commit.add(delivery(`d${index}`))
  const half = GROUP_BYTES_MAX / 2 + 1
  void commit.add(delivery('large', half))
  void commit.add(delivery('larger', half))
  for (let index = 0; index < 4; index++) {
    nth(index).end()
    await settle()
  }
  expect(writes.map(({ ids }) => ids.length)).toEqual([1, GROUP_DELIVERIES_MAX, 2, 1])
})

test('when too many deliveries wait, new ones are refused until there is room', async () => {
  const { commit, nth } = createDisk()
  const body = GROUP_BYTES_MAX
  void commit.add(delivery('writing', body))
  for (let index = 1; index < WAITING_BYTES_MAX / GROUP_BYTES_MAX; index++) void commit.add(delivery('w', body))
  await expect(commit.add(delivery('too much'))).rejects.toThrow(InboxUnavailableError)
  nth(0).end()
  await settle()
  const fits = commit.add(delivery('fits again'))
  for (let index = 1; index <= WAITING_BYTES_MAX / GROUP_BYTES_MAX; index++) {
    nth(index).end()
    await settle()
  }
  await expect(fits).resolves.toBeUndefined()
})

test('idle resolves when the last delivery is on disk', async () => {
  const { commit, nth } = createDisk()
  let idle = false
  void commit.add(delivery('a'))
  void commit.add(delivery('b'))
  const done = commit.idle().then(() => {
    idle = true
  })
  nth(0).end()
  await settle()
  expect(idle).toBe(false)
  nth(1).end()
  await done
  expect(idle).toBe(true)
})
