import { randomUUID } from 'node:crypto'
import { createLogger, noTraces } from '@shopmirror/config'
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
import { type Backend, createBackend } from '@shopmirror/test/backend.ts'
import { Registry } from 'prom-client'
import { startWorkers, type Workers, type WorkersOptions } from '../../src/workers.ts'

/** What a worker runs on, with its own database and queues; the test brings the jobs. */
export interface Stage extends AsyncDisposable {
  context: JobContext
  queues: Queues
  /** Lines of the log, oldest first. */
  lines: Record<string, unknown>[]
  connectShop(): Promise<string>
  start(jobs: readonly Job[], options?: Partial<WorkersOptions>): Workers
}

export async function createStage(): Promise<Stage> {
  const backend = await createBackend()
  const { database, redis, prefix } = backend
  const queues = createQueues({ connection: redis, prefix })
  const lines: Record<string, unknown>[] = []
  const db = database.repositories
  const context = createContext({ backend, queues, lines })
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
      await backend[Symbol.asyncDispose]()
    },
  }
}

interface Parts {
  backend: Backend
  queues: Queues
  lines: Record<string, unknown>[]
}

function createContext({ backend, queues, lines }: Parts): JobContext {
  const { redis, prefix, encryptionKeys } = backend
  const db = backend.database.repositories
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
    openShop: createOpenShop({ db, platforms, budget, credentials, metrics, tracer: noTraces, log, now }),
    addresses: createWebhookAddresses({ publicUrl: 'http://127.0.0.1:9', keys: encryptionKeys }),
    notify: async () => undefined,
    metrics,
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
    log,
    now,
  }
}
