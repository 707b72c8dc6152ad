import { createLogger } from '@shopmirror/config'
import { createQueues, defineJob, type Job, type Queues, type RedisConnection } from '@shopmirror/jobs'
import { connectTo, type TestRedis, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { type JobsOptions, Queue, UnrecoverableError, Worker } from 'bullmq'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { moveOldJobs, moveOnce } from '../src/move-old-jobs.ts'

const HOUR_MS = 3_600_000
const log = createLogger({ level: 'silent', name: 'test' })
const jobs: Job[] = [
  defineJob({
    name: 'delivery.receive',
    queue: 'inbox',
    payload: z.object({ id: z.string() }),
    options: { attempts: 1, backoffMs: 1, keepFailed: 'always' },
    run: async () => undefined,
  }),
]

let corner: TestRedis
let redis: RedisConnection
let queues: Queues
let old: (name: string) => Queue
const opened = new Map<string, Queue>()
beforeEach(() => {
  corner = testRedis()
  redis = connectTo(corner.address)
  // The braces of the release before made all its queues one hash tag.
  const prefix = `{${corner.prefix}}`
  queues = createQueues({ connection: redis, prefix })
  old = (name) => {
    const queue = opened.get(name) ?? new Queue(name, { connection: redis, prefix })
    opened.set(name, queue)
    return queue
  }
})
afterEach(async () => {
  await Promise.all([...opened.values(), queues].map((each) => each.close()))
  opened.clear()
  redis.disconnect()
  await corner[Symbol.asyncDispose]()
})

const options = () => ({ queues, redis, prefix: `{${corner.prefix}}`, jobs, log })
const move = () => moveOnce(options(), new AbortController().signal)
const add = (name: string, id: string, opts: JobsOptions = {}) => old(name).add('delivery.receive', { id }, opts)
const idsOf = async (queue: Queue, ...states: ('waiting' | 'prioritized' | 'delayed' | 'failed')[]) =>
  (await queue.getJobs(states, 0, -1, true)).map(({ data }) => data.id)
const left = async (name: string) => old(name).getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed')
const none = { waiting: 0, prioritized: 0, delayed: 0, active: 0, failed: 0 }

async function workOn(queue: Queue, handle: (id: string) => Promise<void>): Promise<Worker> {
  const worker = new Worker(queue.name, async ({ data }) => handle(data.id), {
    connection: redis,
    prefix: `{${corner.prefix}}`,
    skipStalledCheck: true,
    lockDuration: 1_000,
  })
  worker.on('error', () => undefined)
  return worker
}

test('jobs that wait keep their order, more than one page of them', async () => {
  const ids = Array.from({ length: 250 }, (_, id) => `${id}`)
  await old('inbox').addBulk(ids.map((id) => ({ name: 'delivery.receive', data: { id } })))
  await move()
  expect(await idsOf(queues.inbox, 'waiting')).toEqual(ids)
  expect(await left('inbox')).toEqual(none)
})

test('delayed, prioritised and deduplicated jobs are what they were', async () => {
  const timestamp = Date.now() - HOUR_MS
  await add('sync', 'later', { delay: 2 * HOUR_MS, timestamp, attempts: 7 })
  await add('sync', 'low', { priority: 10 })
  await add('sync', 'high', { priority: 2, deduplication: { id: 'one', keepLastIfActive: true } })
  await move()

  expect(await idsOf(queues.sync, 'prioritized')).toEqual(['high', 'low'])
  const [delayed] = await queues.sync.getDelayed()
  expect(delayed).toMatchObject({ data: { id: 'later' }, timestamp, opts: { attempts: 7 } })
  const score = await redis.zscore(queues.sync.toKey('delayed'), String(delayed?.id))
  expect(Math.floor(Number(score) / 0x1000)).toBe(timestamp + 2 * HOUR_MS)
  await queues.sync.add('delivery.receive', { id: 'again' }, { deduplication: { id: 'one' } })
  expect(await idsOf(queues.sync, 'waiting', 'prioritized')).toHaveLength(2)
  expect(await left('sync')).toEqual(none)
})

test('of the failed ones those move that have no other copy', async () => {
  await add('inbox', 'only copy')
  await old('inbox').add('other.job', { id: 'for operators' })
  const worker = await workOn(old('inbox'), () => Promise.reject(new UnrecoverableError('no')))
  await until(async () => (await left('inbox')).failed === 2)
  await worker.close()
  await move()
  expect(await idsOf(queues.inbox, 'waiting')).toEqual(['only copy'])
  expect(await idsOf(old('inbox'), 'failed')).toEqual(['for operators'])
})

test('a running job stays with its worker, and moves when that was killed', async () => {
  await add('sync', 'running')
  const end = Promise.withResolvers<void>()
  const worker = await workOn(old('sync'), () => end.promise)
  await until(async () => (await left('sync')).active === 1)
  await move()
  expect(await idsOf(queues.sync, 'waiting')).toEqual([])

  // As when its worker is killed, and the lock has expired.
  const [active] = await old('sync').getActive()
  await worker.close(true)
  await redis.del(`${old('sync').toKey(String(active?.id))}:lock`)
  await move()
  expect(await idsOf(queues.sync, 'waiting')).toEqual(['running'])
  expect(await left('sync')).toEqual(none)
  end.resolve()
})

test('a schedule of the release before goes with its next job, once none of its workers runs', async () => {
  await old('clock').upsertJobScheduler('sync.tick', { every: 60_000 }, { name: 'sync.tick', data: {} })
  await redis.set(`{${corner.prefix}}:schedule:sync.tick`, 1)
  await move()
  expect(await old('clock').getJobSchedulers()).toHaveLength(1)

  await redis.del(`{${corner.prefix}}:schedule:sync.tick`)
  await move()
  expect(await old('clock').getJobSchedulers()).toEqual([])
  expect(await left('clock')).toEqual(none)
  expect(await queues.clock.getJobCountByTypes('waiting', 'delayed')).toBe(0)
})

test('what a process of the release before adds during the deployment follows', async () => {
  const moving = moveOldJobs({ ...options(), everyMs: 20 })
  await add('outbox', 'late')
  await until(async () => (await idsOf(queues.outbox, 'waiting')).length === 1)
  await moving.close()
})

test('a new installation gets no keys under the old names', async () => {
  await move()
  await queues.inbox.add('delivery.receive', { id: 'new' })
  await move()
  expect(await redis.exists(`{${corner.prefix}}:inbox:meta`)).toBe(0)
})
