import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Stage } from './stage.ts'

const TOKEN = 'a-token-for-metrics'
let stage: Stage
beforeAll(async () => {
  stage = await createStage({ settings: { metricsToken: TOKEN } })
  const { inbox, sync, outbox } = stage.queues
  await inbox.add('webhook.receive', {}, { timestamp: Date.now() - 60_000 })
  await inbox.add('webhook.apply', {}, { priority: 10, timestamp: Date.now() - 120_000 })
  await stage.db.spill.add({ deliveries: [] })
  await sync.add('sync.run', {}, { delay: 3_600_000, timestamp: Date.now() - 600_000 })
  await outbox.add('push.send', {})
})
afterAll(() => stage[Symbol.asyncDispose]())

const headers = { authorization: `Bearer ${TOKEN}` }
const ask = async (queues?: string) =>
  (await stage.app.inject({ url: '/internal/scale', headers, query: queues === undefined ? {} : { queues } })).json()

test('what is ready counts: waiting, prioritised and spilled', async () => {
  const { ready, oldest_seconds, queues } = await ask('inbox')
  expect(ready).toBe(3)
  expect(oldest_seconds).toBeGreaterThanOrEqual(120)
  expect(queues.inbox).toMatchObject({ ready: 3, waiting: 1, prioritized: 1, spilled: 1 })
})

test('delayed jobs are no ready work and have no age', async () => {
  expect(await ask('sync')).toMatchObject({ ready: 0, oldest_seconds: 0 })
})

test('a group of queues is one number, and no group means all of them', async () => {
  expect(await ask('inbox,outbox')).toMatchObject({ ready: 4 })
  expect(await ask()).toMatchObject({ ready: 4, queues: { clock: { ready: 0 } } })
})

test('the age of a job that has run before does not begin before that run', async () => {
  await using other = await createStage()
  const job = await other.queues.sync.add('sync.run', {}, { timestamp: Date.now() - 86_400_000 })
  await other.redis.hset(other.queues.sync.toKey(String(job.id)), 'processedOn', Date.now() - 5_000)
  const { oldest_seconds } = (await other.app.inject('/internal/scale?queues=sync')).json()
  expect(oldest_seconds).toBeGreaterThanOrEqual(5)
  expect(oldest_seconds).toBeLessThan(600)
})

test('the answer is for who has the token of the metrics', async () => {
  expect((await stage.app.inject('/internal/scale')).statusCode).toBe(401)
  const wrong = { authorization: 'Bearer a-token-for-metric' }
  expect((await stage.app.inject({ url: '/internal/scale', headers: wrong })).statusCode).toBe(401)
})

test('an unknown queue is refused', async () => {
  expect((await stage.app.inject({ url: '/internal/scale?queues=inbox,post', headers })).statusCode).toBe(400)
})

test('without a database there is no number, so that an autoscaler keeps what it has', async () => {
  await using lame = await createStage()
  await lame.sql.end()
  expect((await lame.app.inject('/internal/scale')).statusCode).toBe(503)
})

test('the gauges count prioritised jobs', async () => {
  const { body } = await stage.app.inject({ url: '/metrics', headers })
  expect(body).toContain('shopmirror_queue_jobs{queue="inbox",state="prioritized"} 1')
  expect(body).toMatch(/shopmirror_queue_oldest_seconds\{queue="inbox"\} 1[2-9]\d/)
})
