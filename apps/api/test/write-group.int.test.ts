import { randomBytes } from 'node:crypto'
import { createLogger, noTraces } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { type Arrival, receiveWebhook } from '@shopmirror/jobs'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Queue } from 'bullmq'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { InboxUnavailableError } from '../src/ingress/group-commit.ts'
import { createGroupWriter } from '../src/ingress/write-group.ts'
import { createWebhookMetrics } from '../src/metrics.ts'
import { connectRedis } from '../src/redis.ts'
import { startPrivateRedis } from './private-redis.ts'

function delivery(deliveryId: string, bytes = 2): Arrival {
  return {
    platform: 'paper',
    deliveryId,
    topic: 'orders',
    contentType: 'application/json',
    body: Buffer.alloc(bytes, 'x'),
    receivedAt: '2026-11-23T10:00:00.000Z',
  }
}

async function createInbox(replicated?: () => Promise<void>) {
  const server = await startPrivateRedis()
  const testDatabase = await createTestDatabase()
  const keyring = createKeyring(`test:${randomBytes(32).toString('base64')}`)
  const database = openDatabase({ url: testDatabase.url, keyring, max: 2 })
  const log = createLogger({ level: 'silent', name: 'test' })
  const redis = connectRedis({ kind: 'server', url: server.url }, log)
  const queue = new Queue('inbox', { connection: redis, prefix: '{test}' })
  queue.on('error', () => undefined)
  await queue.waitUntilReady()
  const registry = new Registry()
  const { spill } = database.repositories
  const write = createGroupWriter({
    inbox: queue,
    replicated,
    spill,
    metrics: createWebhookMetrics(registry),
    tracer: noTraces,
    log,
    now: () => new Date(),
    redisTimeoutMs: 500,
    postgresTimeoutMs: 500,
  })
  const spilled = async () => {
    const payloads: unknown[] = []
    await spill.take({ limit: 100 }, async (groups) => {
      payloads.push(...groups.map(({ payload }) => payload))
      return groups.map(({ id }) => id)
    })
    return payloads.flatMap((payload) =>
      receiveWebhook.payload.parse(payload).deliveries.map((each) => each.deliveryId),
    )
  }
  return {
    ...{ server, redis, queue, write, spilled, registry, database },
    async [Symbol.asyncDispose]() {
      await queue.close()
      redis.disconnect()
      await database.close()
      await Promise.all([server[Symbol.asyncDispose](), testDatabase[Symbol.asyncDispose]()])
    },
  }
}

test('a group is one job that the worker understands, on disk before the answer', async () => {
  await using inbox = await createInbox()
  await inbox.write([delivery('a'), delivery('b')])
  await inbox.server.stop()
  await inbox.server.start()
  await until(() => inbox.redis.status === 'ready')
  const jobs = await inbox.queue.getJobs(['waiting'])
  expect(jobs.map(({ name, opts }) => [name, opts.attempts])).toEqual([['webhook.receive', 8]])
  expect(receiveWebhook.payload.parse(jobs[0]?.data).deliveries).toHaveLength(2)
})

test('a group that no replica of Redis has is in Postgres, too', async () => {
  let reached = 0
  await using inbox = await createInbox(async () => {
    if (reached === 0) throw new Error('0 of 1 replicas')
  })
  await inbox.write([delivery('a')])
  expect(await inbox.spilled()).toEqual(['a'])
  expect(await inbox.queue.getWaitingCount()).toBe(1)
  reached = 1
  // For a moment replicas are not asked again.
  await until(async () => {
    await inbox.write([delivery('b')])
    return (await inbox.spilled()).length === 0
  })
})

test('while Redis is down groups go to Postgres without waiting, and to Redis again when it is back', async () => {
  await using inbox = await createInbox()
  await inbox.server.stop()
  await until(() => inbox.redis.status !== 'ready')
  const startedAt = performance.now()
  await inbox.write([delivery('down-1')])
  await inbox.write([delivery('down-2')])
  expect(performance.now() - startedAt).toBeLessThan(400)
  expect(await inbox.spilled()).toEqual(['down-1', 'down-2'])

  await inbox.server.start()
  await until(async () => {
    await inbox.write([delivery('back')])
    return (await inbox.queue.getWaitingCount()) > 0
  })
})

test('a full Redis is as good as none', async () => {
  await using inbox = await createInbox()
  await inbox.redis.config('SET', 'maxmemory', '1mb')
  await inbox.write([delivery('full', 100_000)])
  expect(await inbox.spilled()).toEqual(['full'])
})

test('a Redis that hangs costs one time-out, not one for each group', async () => {
  await using inbox = await createInbox()
  inbox.server.hang()
  const startedAt = performance.now()
  for (const id of ['one', 'two', 'three']) await inbox.write([delivery(id)])
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  expect(await inbox.spilled()).toEqual(['one', 'two', 'three'])
  inbox.server.wake()
})

test('with both databases away the group is refused, in a time a platform waits', async () => {
  await using inbox = await createInbox()
  await inbox.server.stop()
  await inbox.database.close()
  await expect(inbox.write([delivery('lost')])).rejects.toThrow(InboxUnavailableError)
  expect(await inbox.registry.metrics()).toContain('shopmirror_webhooks_committed_total{place="nowhere"} 1')
})
