/**
 * Many shops at their limits in one worker process: 1,000 jobs of 20 calls each at 5 requests a second, through the real
 * queue, the real budget and real shops; only the call itself does nothing. Ideal is what the allowance takes. Every shop
 * was called a second before, as shops are: one that nobody knows yet begins a slot later. Each round (5) has a worker that
 * has just started, and counts from there.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createLogger, noTraces } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import {
  createBatchDeliveries,
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createOpenShop,
  createQueues,
  createShopBudget,
  defineJob,
  type JobContext,
} from '@shopmirror/jobs'
import { createWebhookAddresses, type Platform, type ShopClient } from '@shopmirror/platforms'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { startWorkers } from '@shopmirror/worker/testing'
import { Registry } from 'prom-client'
import { z } from 'zod'
import { eachRound, readExtent } from './options.ts'
import { report, summarize } from './report.ts'

const SHOPS = 1_000
const CALLS = 20
const PER_SECOND = 5
const TIMEOUT_MS = 120_000

const nothing = () => Promise.reject(new Error('Not part of this bench.'))
const platform: Platform = {
  id: 'idle',
  configured: true,
  budget: { unit: 'requests', perSecond: PER_SECOND, burst: 0 },
  tokens: { grant: nothing, refresh: nothing },
  parseDomain: (input) => input,
  install: { kind: 'own_app_only' },
  webhooks: { topics: [], verify: () => ({ ok: false, reason: 'unsigned' }), read: () => [] },
  reads: { resources: ['products'], overlapMs: 0 },
  client: ({ access }): ShopClient => ({
    describe: nothing,
    reads: {
      clock: async () => {
        access.written?.(await access.reserve(1))
        return new Date()
      },
      page: nothing,
      object: nothing,
    },
    webhooks: { list: nothing, subscribe: nothing, unsubscribe: nothing },
  }),
}

let done = 0
let lastDoneAt = 0
let lastBegunAt = 0
const callShop = defineJob({
  name: 'shop.call',
  queue: 'sync',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 1, backoffMs: 1_000 },
  async run({ shopId }, { openShop }) {
    const { client } = await openShop(shopId, 'full')
    for (let call = 0; call < CALLS; call++) {
      await client.reads.clock()
      if (call === 0) lastBegunAt = performance.now()
    }
    done += 1
    lastDoneAt = performance.now()
  },
})

await using testDatabase = await createTestDatabase()
await using corner = testRedis()
const keys = `bench:${randomBytes(32).toString('base64')}`
const database = openDatabase({ url: testDatabase.url, keyring: createKeyring(keys), max: 20 })
const redis = connectTo(corner.address)
const { prefix } = corner
const queues = createQueues({ connection: redis, prefix })
const db = database.repositories

const shopIds = await connectShops()
const context = createContext()
const enqueue = createEnqueue(queues)
const idealMs = (CALLS / PER_SECOND) * 1_000
const rounds = await eachRound(readExtent({ rounds: 5, seconds: idealMs / 1_000 }).rounds, measureRound)
report([
  {
    name: `budget: ${SHOPS} shops × ${CALLS} calls, time`,
    ...summarize(rounds.map(({ tookMs }) => tookMs)),
    unit: 'ms',
  },
  {
    name: 'budget: time ÷ ideal',
    ...summarize(rounds.map(({ tookMs }) => tookMs / idealMs)),
    target: { atMost: 1.06 },
  },
  {
    name: 'budget: until the last shop has begun',
    ...summarize(rounds.map(({ begunMs }) => begunMs)),
    unit: 'ms',
  },
  {
    name: 'budget: memory of the worker',
    ...summarize(rounds.map(({ memoryMb }) => memoryMb)),
    unit: 'MB',
    target: { atMost: 300 },
  },
  { name: 'budget: CPU', ...summarize(rounds.map(({ cpuMs }) => cpuMs)), unit: 'ms' },
])

await queues.close()
redis.disconnect()
await database.close()

async function measureRound() {
  done = 0
  await Promise.all(shopIds.map(callOnce))
  await pause(1_000)
  await enqueue.many(
    callShop,
    shopIds.map((shopId) => ({ shopId })),
  )
  const memory = watchMemory()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const workers = startWorkers({
    jobs: [callShop],
    context,
    connection: redis,
    prefix,
    concurrency: { sync: SHOPS },
    lockMs: 30_000,
    shutdownMs: 5_000,
    stopping: new AbortController(),
  })
  await until(() => done === SHOPS, { timeoutMs: TIMEOUT_MS, message: 'every call of every shop' })
  const cpu = process.cpuUsage(cpuBefore)
  const memoryMb = memory.stop()
  await workers.close()
  return {
    tookMs: lastDoneAt - startedAt,
    begunMs: lastBegunAt - startedAt,
    memoryMb,
    cpuMs: (cpu.user + cpu.system) / 1_000,
  }
}

async function connectShops(): Promise<string[]> {
  const account = await db.accounts.create({ name: 'bench' })
  const domains = Array.from({ length: SHOPS }, (_, index) => `idle-${index}`)
  const connected = await Promise.all(
    domains.map((domain) => db.shops.connect({ accountId: account.id, platform: platform.id, domain })),
  )
  return connected.map(({ shop }) => shop.id)
}

async function callOnce(shopId: string): Promise<void> {
  const { client } = await context.openShop(shopId, 'full')
  await client.reads.clock()
}

function createContext(): JobContext {
  const now = () => new Date()
  const platforms = new Map([[platform.id, platform]])
  const log = createLogger({ level: 'warn', name: 'bench' })
  const metrics = createJobMetrics(new Registry())
  const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
  const budget = createShopBudget({ redis, prefix })
  return {
    ...{ db, platforms, credentials, metrics, log, now, tracer: noTraces },
    enqueue: createEnqueue(queues),
    batchDeliveries: createBatchDeliveries(),
    openShop: createOpenShop({ db, platforms, budget, credentials, metrics, tracer: noTraces, log, now }),
    addresses: createWebhookAddresses({ publicUrl: 'http://127.0.0.1:9', keys }),
    notify: async () => undefined,
    settings: {
      DELETE_GUARD_SHARE: 0.2,
      DELIVERY_RETENTION_DAYS: 30,
      RUN_RETENTION_DAYS: 90,
      PUSH_RETENTION_DAYS: 30,
      STATISTICS_RETENTION_DAYS: 35,
      LINEAGE_RETENTION_DAYS: 30,
      AUDIT_RETENTION_DAYS: 400,
      ERASE_GRACE_HOURS: 48,
      ALERT_AFTER_FAILURES: 3,
    },
  }
}

/** The most that was resident at any look, MB. */
function watchMemory() {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 2 ** 20)
  }
  const timer = setInterval(look, 100)
  return {
    stop() {
      clearInterval(timer)
      look()
      return most
    },
  }
}
