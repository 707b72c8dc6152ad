import { randomBytes } from 'node:crypto'
import { createQueues } from '@shopmirror/jobs'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts'

const database = await createTestDatabase()
const corner = testRedis()
const workers: WorkerProcess[] = []
const start = async (env: Record<string, string>) => {
  const worker = await startWorkerProcess({
    DATABASE_URL: database.url,
    ...corner.env,
    QUEUE_PREFIX: corner.prefix,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    PUBLIC_URL: 'http://127.0.0.1',
    ...env,
  })
  workers.push(worker)
  return worker
}
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')))
  await Promise.all([database[Symbol.asyncDispose](), corner[Symbol.asyncDispose]()])
})

test('readiness and health say that no schedule runs, until a worker serves the clock, and again after Redis lost it all', async () => {
  const { url } = await start({ WORKER_QUEUES: 'inbox,sync', CLOCK_LATE_SECONDS: '5' })
  const ready = async () => {
    const answer = await fetch(`${url}/readyz`)
    return { code: answer.status, body: await answer.json() }
  }
  const health = async () => {
    const answer = await fetch(`${url}/healthz`)
    return { code: answer.status, body: await answer.json() }
  }
  await until(async () => (await ready()).code === 503)
  expect((await ready()).body).toEqual({ status: 'not_ready', missing: ['clock'] })
  expect(await health()).toMatchObject({ code: 200, body: { status: 'clock_stopped' } })

  await start({ WORKER_QUEUES: 'clock' })
  await until(async () => (await ready()).code === 200)
  expect(await health()).toMatchObject({ code: 200, body: { status: 'ok' } })

  await forgetJobs()
  await until(async () => (await ready()).code === 503, { timeoutMs: 30_000 })
  await until(async () => (await ready()).code === 200, { timeoutMs: 90_000 })
})

/** As if Redis had come back empty. */
async function forgetJobs(): Promise<void> {
  const redis = connectTo(corner.address)
  const queues = createQueues({ connection: redis, prefix: corner.prefix })
  await queues.clock.obliterate({ force: true })
  await queues.close()
  redis.disconnect()
}
