/**
 * Deliveries a second through `webhook.receive` (recorded, nothing to apply, marked, counted) against jobs a second
 * through BullMQ that do nothing, one job a delivery. Same bodies, same Redis, one process each way.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { createLogger, noTraces } from '@shopmirror/config'
import { createKeyring, migrate, openDatabase } from '@shopmirror/db'
import {
  createBatchDeliveries,
  createJobMetrics,
  type Delivery,
  type JobContext,
  receiveWebhook,
} from '@shopmirror/jobs'
import { loadPlatforms, type Platform } from '@shopmirror/platforms'
import { type Processor, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { Registry } from 'prom-client'
import { report } from './report.ts'

const DELIVERIES = 20_000
const GROUP_SIZE = 40
const BODY_BYTES = 2_048
/** Groups at once in the process, as the worker's default. */
const GROUP_CONCURRENCY = 8
/** For comparison: no-op jobs as fast as one process can take them. */
const MANY_AT_ONCE = 50
const ROUNDS = 3

const [redisUrl, databaseUrl] = [process.env.REDIS_URL, process.env.DATABASE_URL]
if (!redisUrl || !databaseUrl) throw new Error('Run it by npm run bench, which brings Redis and Postgres.')

const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
await migrate({ url: databaseUrl })
const database = openDatabase({
  url: databaseUrl,
  keyring: createKeyring(`bench:${randomBytes(32).toString('base64')}`),
})
const db = database.repositories
const context = createContext()
const shopId = await createShop()

const idle = async () => undefined
const rounds = []
for (let round = 0; round < ROUNDS; round++) {
  const single = await measure({ payloads: createDeliveries(), concurrency: 1, process: idle })
  const groups = chunk(createDeliveries(), GROUP_SIZE).map((deliveries) => ({ deliveries }))
  const grouped = await measure({ payloads: groups, concurrency: GROUP_CONCURRENCY, process: receive })
  rounds.push({ single, grouped, ratio: grouped / single })
}
const many = await measure({ payloads: createDeliveries(), concurrency: MANY_AT_ONCE, process: idle })
const { single, grouped, ratio } = rounds.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(ROUNDS / 2)] ?? fail()
report([
  { name: 'inbox: no-op jobs one by one, per second', value: single },
  { name: `inbox: no-op jobs ${MANY_AT_ONCE} at once, per second`, value: many },
  { name: `inbox: deliveries recorded in groups of ${GROUP_SIZE}, per second`, value: grouped },
  { name: 'inbox: deliveries ÷ no-op jobs one by one', value: ratio, unit: '×', target: { atLeast: 2 } },
])
await database.sql`delete from webhook_deliveries where shop_id = ${shopId}`
await database.close()
connection.disconnect()

async function receive(payload: unknown): Promise<void> {
  const attempt = { id: randomUUID(), signal: new AbortController().signal, progressed: () => undefined }
  await receiveWebhook.run(receiveWebhook.payload.parse(payload), context, attempt)
}

interface Measure {
  payloads: unknown[]
  concurrency: number
  process(payload: unknown): Promise<void>
}

/** Deliveries a second while the queue is never empty. */
async function measure({ payloads, concurrency, process: handle }: Measure): Promise<number> {
  const options = { connection, prefix: `bench-${randomUUID()}` }
  const queue = new Queue('inbox', options)
  for (const part of chunk(payloads, 500)) {
    await queue.addBulk(part.map((data) => ({ name: 'job', data, opts: { removeOnComplete: true } })))
  }
  let left = payloads.length
  const processor: Processor = (job) => handle(job.data)
  const worker = new Worker('inbox', processor, { ...options, concurrency, autorun: false })
  const done = new Promise<void>((resolve) => worker.on('completed', () => --left === 0 && resolve()))
  worker.on('failed', (_job, error) => fail(error))
  const startedAt = performance.now()
  void worker.run()
  await done
  const seconds = (performance.now() - startedAt) / 1_000
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  return DELIVERIES / seconds
}

function createDeliveries(): Delivery[] {
  const body = randomBytes((BODY_BYTES * 3) / 4).toString('base64')
  return Array.from({ length: DELIVERIES }, () => ({
    platform: 'shoprenter',
    deliveryId: randomUUID(),
    shopId,
    topic: 'order_status_change',
    contentType: 'application/json',
    body,
    receivedAt: new Date().toISOString(),
  }))
}

/** Of the real context what recording needs; the platform reads a body as nothing of use. */
function createContext(): JobContext {
  const real = loadPlatforms({}, { now: () => new Date() }).get('shoprenter') ?? fail()
  const platform: Platform = {
    ...real,
    webhooks: { ...real.webhooks, read: () => [{ kind: 'ignored', reason: 'no-op' }] },
  }
  const unused = () => fail()
  return {
    db,
    platforms: new Map([[platform.id, platform]]),
    enqueue: Object.assign(unused, { many: unused, wake: unused, restore: unused, retryFailed: unused, add: unused }),
    batchDeliveries: createBatchDeliveries(),
    credentials: { get: unused, renew: unused, confirm: unused, forget: unused },
    openShop: unused,
    addresses: { addressFor: unused, verify: unused, shopOf: unused },
    notify: unused,
    metrics: createJobMetrics(new Registry()),
    tracer: noTraces,
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
    log: createLogger({ level: 'silent', name: 'bench' }),
    now: () => new Date(),
  }
}

async function createShop(): Promise<string> {
  const account = await db.accounts.create({ name: `bench ${randomUUID()}` })
  const { shop } = await db.shops.connect({
    accountId: account.id,
    platform: 'shoprenter',
    domain: `bench-${randomUUID()}`,
  })
  await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  await db.subscriptions.setWanted(shop.id, ['order_status_change'])
  return shop.id
}

function chunk<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function fail(error: Error = new Error('This part of the context is not meant to be called.')): never {
  throw error
}
