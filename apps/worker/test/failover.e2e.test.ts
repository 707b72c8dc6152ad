import { randomBytes } from 'node:crypto'
import { checkAlerts, createEnqueue, createQueues } from '@shopmirror/jobs'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { connectTo } from '@shopmirror/test/redis.ts'
import { startRedisPair } from '@shopmirror/test/redis-pair.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts'

const PREFIX = '{failover}'
/** Of a connection to a server that is silent, and of the ones that BullMQ waits for jobs with. */
const RECOVERY = { timeoutMs: 60_000 }

let pair: Awaited<ReturnType<typeof startRedisPair>>
let database: Awaited<ReturnType<typeof createTestDatabase>>
let worker: WorkerProcess
beforeEach(async () => {
  pair = await startRedisPair()
  database = await createTestDatabase()
  worker = await startWorkerProcess({
    DATABASE_URL: database.url,
    REDIS_URL: pair.url,
    QUEUE_PREFIX: PREFIX,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    PUBLIC_URL: 'http://127.0.0.1',
  })
})
afterEach(async () => {
  await worker.end('SIGKILL')
  await Promise.all([pair[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
})

const isReady = async () => (await fetch(`${worker.url}/readyz`)).ok

/** On the server that the address leads to now. */
async function untilJobDone(): Promise<void> {
  const redis = connectTo({ REDIS_URL: pair.url })
  const queues = createQueues({ connection: redis, prefix: PREFIX })
  try {
    const done = await queues.clock.getCompletedCount()
    await createEnqueue(queues)(checkAlerts, {})
    await until(async () => (await queues.clock.getCompletedCount()) > done, RECOVERY)
  } finally {
    await queues.close()
    redis.disconnect()
  }
}

test('after a failover the worker is not ready, and works on as soon as the address leads to the new master', async () => {
  await untilJobDone()
  await pair.failover()
  const answer = await fetch(`${worker.url}/readyz`)
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'not_ready', missing: ['redis'] }])

  pair.moveAddress()
  await until(isReady)
  await untilJobDone()
})

test('a server that accepts and never answers is left for the one that the address leads to', async () => {
  await untilJobDone()
  pair.hang()
  expect(await isReady()).toBe(false)

  await pair.promote()
  pair.moveAddress()
  await until(isReady, RECOVERY)
  await untilJobDone()
})
