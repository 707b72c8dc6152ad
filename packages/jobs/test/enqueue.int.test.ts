import { randomUUID } from 'node:crypto'
import { connectTo, mastersOf, testRedis, withUser } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { UnrecoverableError, Worker } from 'bullmq'
import { afterAll, afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../src/queue/define-job.ts'
import { createEnqueue } from '../src/queue/enqueue.ts'
import { createQueues } from '../src/queue/queues.ts'
import { queuePrefix } from '../src/queue/redis-keys.ts'

const corner = testRedis()
const redis = connectTo(corner.address)
const queues = createQueues({ connection: redis, prefix: corner.prefix })
const enqueue = createEnqueue(queues)
afterEach(() => queues.sync.obliterate({ force: true }))
afterAll(async () => {
  await queues.close()
  redis.disconnect()
  await corner[Symbol.asyncDispose]()
})

const refresh = defineJob({
  name: 'thing.refresh',
  queue: 'sync',
  payload: z.object({ id: z.string().min(1), times: z.number().default(1) }),
  options: { attempts: 5, backoffMs: 3_000 },
  id: ({ id }) => id,
  run: async () => undefined,
})

test('a job is in the queue with its attempts, its backoff and its defaults', async () => {
  await enqueue(refresh, { id: 'a:b' })
  const [job] = await queues.sync.getWaiting()
  expect(job).toMatchObject({ name: 'thing.refresh', data: { id: 'a:b', times: 1 }, opts: { attempts: 5 } })
  expect(job?.opts.backoff).toMatchObject({ type: 'exponential', delay: 3_000, jitter: 0.5 })
})

test('an invalid payload is refused when it is enqueued', async () => {
  await expect(enqueue(refresh, { id: '' })).rejects.toBeInstanceOf(z.ZodError)
  await expect(enqueue.many(refresh, [{ id: 'a' }, { id: '' }])).rejects.toBeInstanceOf(z.ZodError)
  expect(await queues.sync.getWaitingCount()).toBe(0)
})

test('many jobs are added in one round trip, those with the same id as one', async () => {
  await enqueue.many(refresh, [{ id: 'a' }, { id: 'b' }, { id: 'a' }])
  expect(await queues.sync.getWaitingCount()).toBe(2)
  await enqueue.many(refresh, [])
})

test('a job can be delayed', async () => {
  await enqueue(refresh, { id: 'a' }, { delayMs: 60_000.4 })
  expect((await queues.sync.getDelayed())[0]?.opts.delay).toBe(60_000)
})

test('a delayed job can be woken, and one that is not delayed is unchanged', async () => {
  await enqueue(refresh, { id: 'a' }, { delayMs: 60_000 })
  await enqueue.wake(refresh, { id: 'b' })
  expect(await queues.sync.getDelayedCount()).toBe(1)
  await enqueue.wake(refresh, { id: 'a' })
  await enqueue.wake(refresh, { id: 'a' })
  expect((await queues.sync.getWaiting()).map(({ data }) => data.id)).toEqual(['a'])
})

test('an error of waking a job is thrown', async () => {
  await enqueue(refresh, { id: 'a' }, { delayMs: 60_000 })
  await using readOnly = await connectReadOnly()
  await expect(createEnqueue(readOnly.queues).wake(refresh, { id: 'a' })).rejects.toThrow('NOPERM')
  expect(await queues.sync.getDelayedCount()).toBe(1)
})

test('failed jobs are retried, except those whose payload is invalid', async () => {
  for (const data of [{ id: 'a' }, { id: 1 }, { id: 'b' }]) await queues.sync.add(refresh.name, data)
  await queues.sync.add('other.job', { id: 'c' })
  await failAll()
  await enqueue.retryFailed(refresh)
  expect((await queues.sync.getWaiting()).map(({ data }) => data.id).sort()).toEqual(['a', 'b'])
  expect((await queues.sync.getFailed()).map(({ data }) => data.id).sort()).toEqual([1, 'c'])
})

test('more failed jobs than a page holds are all retried, behind any number of invalid ones', async () => {
  const invalid = Array.from({ length: 150 }, (_, id) => ({ name: refresh.name, data: { id } }))
  const valid = Array.from({ length: 150 }, (_, id) => ({ name: refresh.name, data: { id: `${id}` } }))
  await queues.sync.addBulk([...valid, ...invalid])
  await failAll()
  await enqueue.retryFailed(refresh)
  expect(await queues.sync.getJobCounts('waiting', 'failed')).toEqual({ waiting: 150, failed: 150 })
})

async function failAll(): Promise<void> {
  const fail = () => {
    throw new UnrecoverableError('no')
  }
  const worker = new Worker('sync', async () => fail(), {
    connection: redis,
    prefix: queuePrefix(corner.prefix, 'sync'),
    concurrency: 50,
  })
  await until(async () => (await queues.sync.getJobCountByTypes('waiting', 'active')) === 0)
  await worker.close()
}

/** Redis answers what is read, and refuses what is written. */
async function connectReadOnly() {
  const username = corner.prefix
  const password = randomUUID()
  const rights = ['on', `>${password}`, '~*', '+@read', '+@connection', '+info', '+cluster']
  const masters = await mastersOf(redis)
  for (const master of masters) await master.call('acl', 'setuser', username, ...rights)
  const connection = connectTo(withUser(corner.address, username, password))
  const readOnly = createQueues({ connection, prefix: corner.prefix })
  return {
    queues: readOnly,
    async [Symbol.asyncDispose]() {
      await readOnly.close()
      connection.disconnect()
      for (const master of masters) await master.call('acl', 'deluser', username)
    },
  }
}
