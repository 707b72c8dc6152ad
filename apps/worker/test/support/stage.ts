import { randomBytes, randomUUID } from 'node:crypto'
import { createLogger } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import {
  createBatchDeliveries,
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createOpenShop,
  createQueues,
  createShopBudget,
  type Job,
  type JobContext,
  type Queues,
} from '@shopmirror/jobs'
import { createWebhookAddresses } from '@shopmirror/platforms'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { testRedis } from '@shopmirror/test/redis.ts'
import { Redis } from 'ioredis'
import { Registry } from 'prom-client'
import { startWorkers, type Workers, type WorkersOptions } from '../../src/workers.ts'

/** A worker's surroundings, real and its own; the jobs are the test's. */
export interface Stage extends AsyncDisposable {
  context: JobContext
  queues: Queues
  /** Lines of the log, oldest first. */
  lines: Record<string, unknown>[]
  connectShop(): Promise<string>
  start(jobs: readonly Job[], options?: Partial<WorkersOptions>): Workers
}

export async function createStage(): Promise<Stage> {
  const testDatabase = await createTestDatabase()
  const keys = `test:${randomBytes(32).toString('base64')}`
  const database = openDatabase({ url: testDatabase.url, keyring: createKeyring(keys), max: 5 })
  const corner = testRedis()
  const redis = new Redis(corner.url, { maxRetriesPerRequest: null })
  const { prefix } = corner
  const queues = createQueues({ connection: redis, prefix })
  const lines: Record<string, unknown>[] = []
  const db = database.repositories
  const context = createContext({ db, redis, queues, prefix, keys, lines })
  const account = await db.accounts.create({ name: 'Test' })
  const started: Workers[] = []

  return {
    context,
    queues,
    lines,
    async connectShop() {
      const { shop } = await db.shops.connect({ accountId: account.id, platform: 'paper', domain: randomUUID() })
      await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
      return shop.id
    },
    start(jobs, options = {}) {
      const concurrency = { shops: 5, sync: 5 }
      const bounds = { lockMs: 30_000, shutdownMs: 5_000, concurrency, stopping: new AbortController() }
      const workers = startWorkers({ jobs, context, connection: redis, prefix, ...bounds, ...options })
      started.push(workers)
      return workers
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((workers) => workers.close()))
      await queues.close()
      redis.disconnect()
      await database.close()
      await Promise.all([testDatabase[Symbol.asyncDispose](), corner[Symbol.asyncDispose]()])
    },
  }
}

interface Parts {
  db: JobContext['db']
  redis: Redis
  queues: Queues
  prefix: string
  keys: string
  lines: Record<string, unknown>[]
}

function createContext({ db, redis, queues, prefix, keys, lines }: Parts): JobContext {
  const now = () => new Date()
  const platforms: JobContext['platforms'] = new Map()
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>)
  const log = createLogger({ level: 'debug', name: 'test', destination: { write } })
  const metrics = createJobMetrics(new Registry())
  const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
  const budget = createShopBudget({ redis, prefix })
  return {
    db,
    platforms,
    enqueue: createEnqueue(queues),
    batchDeliveries: createBatchDeliveries(),
    credentials,
    openShop: createOpenShop({ db, platforms, budget, credentials, metrics, log, now }),
    addresses: createWebhookAddresses({ publicUrl: 'http://127.0.0.1:9', keys }),
    notify: async () => undefined,
    metrics,
    settings: {
      DELETE_GUARD_SHARE: 0.2,
      DELIVERY_RETENTION_DAYS: 30,
      RUN_RETENTION_DAYS: 90,
      PUSH_RETENTION_DAYS: 30,
      ERASE_GRACE_HOURS: 48,
      ALERT_AFTER_FAILURES: 3,
    },
    log,
    now,
  }
}
