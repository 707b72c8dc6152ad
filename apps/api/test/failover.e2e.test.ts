import { randomBytes } from 'node:crypto'
import { createQueues } from '@shopmirror/jobs'
import { createWebhookAddresses } from '@shopmirror/platforms'
import { createTestDatabase, type TestDatabase } from '@shopmirror/test/database.ts'
import { type RedisPair, startRedisPair } from '@shopmirror/test/redis-pair.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiStarter, createApiStarter } from './api-process.ts'

const PREFIX = '{failover}'
const keys = `test:${randomBytes(32).toString('base64')}`
const topic = { platform: 'shoprenter', shopId: 'shp_1', topic: 'order_confirm' }
const { pathname } = createWebhookAddresses({ publicUrl: 'http://127.0.0.1', keys }).addressFor(topic)

let pair: RedisPair
let database: TestDatabase
let starter: ApiStarter
beforeEach(async () => {
  pair = await startRedisPair()
  database = await createTestDatabase()
  starter = createApiStarter()
})
afterEach(async () => {
  await starter[Symbol.asyncDispose]()
  await Promise.all([pair[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
})

async function startApi() {
  const api = await starter.start({
    DATABASE_URL: database.url,
    REDIS_URL: pair.url,
    QUEUE_PREFIX: PREFIX,
    ENCRYPTION_KEYS: keys,
    SHOPRENTER_CLIENT_ID: 'client',
    SHOPRENTER_CLIENT_SECRETS: 'a-client-secret-of-the-tests',
    SHOPRENTER_APP_ID: '77',
  })
  const readiness = async () => {
    const answer = await api.fetch('/readyz')
    const { missing } = (await answer.json()) as { missing: string[] }
    return { status: answer.status, missing }
  }
  const deliver = async () => {
    const answer = await api.fetch(pathname, { method: 'POST', body: '{"orders":{"order":[{"innerId":"1"}]}}' })
    return answer.status
  }
  await api.ready()
  return { readiness, deliver, log: api.log }
}

/** Groups in the queue of the server that the address leads to now. */
async function countGroups(): Promise<number> {
  const redis = new Redis(pair.url, { maxRetriesPerRequest: null })
  const queues = createQueues({ connection: redis, prefix: PREFIX })
  try {
    return await queues.inbox.getWaitingCount()
  } finally {
    await queues.close()
    redis.disconnect()
  }
}

test('after a failover the api is not ready, spills, and writes to the new master as soon as the address leads there', async () => {
  const api = await startApi()
  expect(await api.deliver()).toBe(200)
  expect(await countGroups()).toBe(1)

  await pair.failover()
  expect(await api.readiness()).toMatchObject({ status: 503, missing: ['redis'] })
  expect(await api.deliver()).toBe(200)
  await until(() => api.log().includes('inbox.spilled'))

  pair.moveAddress()
  await until(async () => (await api.readiness()).status === 200)
  await until(async () => {
    expect(await api.deliver()).toBe(200)
    return (await countGroups()) > 1
  })
})

test('a server that accepts and never answers is left for the one that the address leads to', async () => {
  const api = await startApi()
  pair.hang()
  expect(await api.readiness()).toMatchObject({ status: 503, missing: ['redis'] })
  expect(await api.deliver()).toBe(200)

  await pair.promote()
  pair.moveAddress()
  await until(async () => (await api.readiness()).status === 200, { timeoutMs: 20_000 })
  await until(async () => {
    expect(await api.deliver()).toBe(200)
    return (await countGroups()) > 0
  })
})
