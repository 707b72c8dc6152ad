import { createLogger } from '@shopmirror/config'
import { createQueues, type RedisConnection, schedules } from '@shopmirror/jobs'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureSchedules, maintainSchedules } from '../src/schedules.ts'

const log = createLogger({ level: 'silent', name: 'test' })
let corner: ReturnType<typeof testRedis>
let redis: RedisConnection
let queues: ReturnType<typeof createQueues>
beforeEach(() => {
  corner = testRedis()
  redis = connectTo(corner.address)
  queues = createQueues({ connection: redis, prefix: corner.prefix })
})
afterEach(async () => {
  await queues.close()
  redis.disconnect()
  await corner[Symbol.asyncDispose]()
})

const names = schedules.map(({ job }) => job.name).toSorted()
const deps = () => ({ clock: queues.clock, redis, prefix: corner.prefix, log })
const ensure = () => ensureSchedules(schedules, deps())
const without = (name: string) => schedules.filter(({ job }) => job.name !== name)

async function scheduled() {
  const found = await queues.clock.getJobSchedulers()
  return found.map(({ key }) => key).toSorted()
}

async function waiting(): Promise<string[]> {
  const jobs = await queues.clock.getJobs(['waiting', 'delayed'])
  return jobs.map(({ name }) => name).toSorted()
}

test('schedules lost by an empty Redis are created again', async () => {
  const keeper = maintainSchedules(schedules, { ...deps(), everyMs: 50 })
  await until(async () => (await scheduled()).length === names.length)
  await queues.clock.obliterate({ force: true })
  await until(async () => (await scheduled()).length === names.length)
  await keeper.close()
  expect(await waiting()).toEqual(names)
})

test('a schedule whose next job was removed gets another', async () => {
  await ensure()
  const jobs = await queues.clock.getJobs(['waiting', 'delayed'])
  const keys = ['wait', 'delayed', ...jobs.map(({ id }) => String(id))]
  await redis.del(keys.map((key) => queues.clock.toKey(key)))
  expect(await waiting()).toEqual([])
  await ensure()
  expect(await waiting()).toEqual(names)
})

test('ensuring schedules again and again moves none of them', async () => {
  await ensure()
  const times = async () => (await queues.clock.getJobSchedulers()).map(({ key, next }) => [key, next]).toSorted()
  const before = await times()
  await Promise.all([ensure(), ensure(), ensure()])
  expect(await times()).toEqual(before)
  expect(await waiting()).toEqual(names)
})

test('a changed interval takes effect', async () => {
  await ensure()
  await ensureSchedules(
    schedules.map(({ job }) => ({ job, everyMs: 7_000 })),
    deps(),
  )
  const found = await queues.clock.getJobSchedulers()
  expect(new Set(found.map(({ every }) => every))).toEqual(new Set([7_000]))
})

test('a schedule that no release knows any more goes, with the job that waits for it', async () => {
  await queues.clock.upsertJobScheduler('old.sweep', { every: 60_000 }, { name: 'old.sweep', data: {} })
  await ensure()
  expect(await scheduled()).toEqual(names)
  expect(await waiting()).toEqual(names)
})

test('during a deployment the schedules of both releases stay', async () => {
  await ensure()
  await ensureSchedules(without('sync.tick'), deps())
  expect(await scheduled()).toEqual(names)
})

test('a schedule without a worker is removed', async () => {
  await ensureSchedules(schedules, { ...deps(), orphanedAfterMs: 1 })
  await until(async () => {
    await ensureSchedules(without('sync.tick'), deps())
    return (await scheduled()).length === names.length - 1
  })
  expect(await scheduled()).not.toContain('sync.tick')
})
