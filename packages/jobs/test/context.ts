import { randomUUID } from 'node:crypto'
import { createLogger, noTraces } from '@shopmirror/config'
import { createKeyring, createRepositories, type Repositories } from '@shopmirror/db'
import { createWebhookAddresses, type Platform, type WebhookAddresses } from '@shopmirror/platforms'
import { type Backend, createBackend } from '@shopmirror/test/backend.ts'
import type { Job as QueuedJob } from 'bullmq'
import { Registry } from 'prom-client'
import type { z } from 'zod'
import { createOpenShop } from '../src/access/open-shop.ts'
import { createShopBudget } from '../src/budget/shop-budget.ts'
import type { JobContext, JobSettings } from '../src/context.ts'
import { createCredentialKeeper } from '../src/credentials/credential-keeper.ts'
import { createBatchDeliveries } from '../src/inbox/batch-deliveries.ts'
import { createJobMetrics } from '../src/metrics.ts'
import type { Attempt, Job } from '../src/queue/define-job.ts'
import { drainJobOutbox } from '../src/queue/drain-job-outbox.ts'
import { createEnqueue } from '../src/queue/enqueue.ts'
import { type QueueName, queueNames } from '../src/queue/queue-names.ts'
import { createQueues, type Queues } from '../src/queue/queues.ts'
import type { Shop } from '../src/shop.ts'

export interface StageOptions {
  platforms: readonly Platform[]
  now?: () => Date
  settings?: Partial<JobSettings>
}

/** What a job runs on, separate for each test: database, queues, budget, credential keeper. */
export interface Stage extends AsyncDisposable {
  context: JobContext
  sql: Sql
  account: { id: string }
  attempt(signal?: AbortSignal): Attempt
  /** An active shop of the account, without credentials. */
  connectShop(platform: string, domain?: string): Promise<Shop>
  /** Payloads of a job that wait in its queue, oldest first. */
  waiting<Payload extends z.ZodType>(job: Job<Payload>): Promise<z.output<Payload>[]>
  /** The jobs of a queue that wait or were put off, oldest first. */
  queued(queue: QueueName): Promise<QueuedJob[]>
  /** Number of delayed jobs of this kind. */
  delayed(job: Job): Promise<number>
  /** Runs the waiting jobs, and those they add, until the queues are empty. */
  work(jobs: readonly Job[]): Promise<void>
  /** Enqueues what waits in the outbox, as the clock does when leases have ended. */
  drainOutbox(): Promise<void>
  /** Empties the queues, as if Redis had lost them. */
  forgetJobs(): Promise<void>
  /** Repositories of a process that has these keys too, as in `ENCRYPTION_KEYS`, after the stage's own. */
  withKeys(keys: string): Repositories
  /** The addresses of webhooks under another `PUBLIC_URL`, with the same keys. */
  addressesAt(publicUrl: string): WebhookAddresses
}

type Sql = Backend['database']['sql']

const settings: JobSettings = {
  DELETE_GUARD_SHARE: 0.2,
  DELIVERY_RETENTION_DAYS: 30,
  RUN_RETENTION_DAYS: 90,
  PUSH_RETENTION_DAYS: 30,
  STATISTICS_RETENTION_DAYS: 35,
  LINEAGE_RETENTION_DAYS: 30,
  AUDIT_RETENTION_DAYS: 400,
  ERASE_GRACE_HOURS: 48,
  ALERT_AFTER_FAILURES: 3,
}

export async function createStage({ platforms, now = () => new Date(), ...options }: StageOptions): Promise<Stage> {
  const backend = await createBackend({ now })
  const { database, redis, prefix, encryptionKeys } = backend
  const queues = createQueues({ connection: redis, prefix })
  const db = database.repositories
  const context = createContext({ backend, queues, platforms, now })
  Object.assign(context.settings, options.settings)
  const account = await db.accounts.create({ name: 'Test' })
  const withKeys = (more: string) =>
    createRepositories(database.sql, { keyring: createKeyring(`${encryptionKeys},${more}`), now })

  return {
    ...{ context, withKeys },
    sql: database.sql,
    account,
    attempt: createAttempt,
    addressesAt: (publicUrl) => createWebhookAddresses({ publicUrl, keys: encryptionKeys }),
    connectShop: (platform, domain = randomUUID()) => connectShop({ accountId: account.id, platform, domain }, db),
    waiting: async (job) => (await waitingJobs(queues, job)).map(({ data }) => data),
    queued: async (queue) => {
      const jobs: QueuedJob[] = await queues[queue].getJobs(['waiting', 'delayed', 'prioritized'], 0, -1, true)
      return jobs.sort((a, b) => a.timestamp - b.timestamp)
    },
    delayed: async ({ queue, name }) => (await queues[queue].getDelayed()).filter((job) => job.name === name).length,
    work: (jobs) => work(queues, jobs, context),
    async drainOutbox() {
      await database.sql`update job_outbox set available_at = '-infinity'`
      await drainJobOutbox.run({}, context, createAttempt())
    },
    forgetJobs: async () =>
      void (await Promise.all(queueNames.map((name) => queues[name].obliterate({ force: true })))),
    async [Symbol.asyncDispose]() {
      await queues.close()
      await backend[Symbol.asyncDispose]()
    },
  }
}

interface Parts {
  backend: Backend
  queues: Queues
  platforms: readonly Platform[]
  now(): Date
}

function createContext({ backend, queues, now, ...parts }: Parts): JobContext {
  const { redis, prefix, encryptionKeys } = backend
  const db = backend.database.repositories
  const platforms = new Map(parts.platforms.map((platform) => [platform.id, platform]))
  const log = createLogger({ level: 'silent', name: 'test' })
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
    settings: { ...settings },
    log,
    now,
  }
}

/** The same context while Redis accepts no job. */
export function withoutRedis(context: JobContext): JobContext {
  const refuse = () => Promise.reject(new Error('Redis is down.'))
  const enqueue = Object.assign(refuse, {
    many: refuse,
    wake: refuse,
    restore: refuse,
    retryFailed: refuse,
    add: refuse,
  })
  return { ...context, enqueue }
}

function createAttempt(signal: AbortSignal = new AbortController().signal): Attempt {
  return { id: randomUUID(), signal, progressed: () => undefined }
}

async function connectShop(
  key: { accountId: string; platform: string; domain: string },
  db: Repositories,
): Promise<Shop> {
  const { shop } = await db.shops.connect(key)
  await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  return { ...shop, access: 'active', status: 'active' }
}

async function waitingJobs(queues: Queues, job: Job): Promise<QueuedJob[]> {
  const queued: QueuedJob[] = await queues[job.queue].getJobs(['waiting', 'delayed', 'prioritized'], 0, -1, true)
  return queued.filter(({ name }) => name === job.name)
}

async function work(queues: Queues, jobs: readonly Job[], context: JobContext): Promise<void> {
  for (let worked = true; worked; ) {
    worked = false
    for (const job of jobs) {
      for (const queued of await waitingJobs(queues, job)) {
        await queued.remove()
        await job.run(job.payload.parse(queued.data), context, createAttempt())
        worked = true
      }
    }
  }
}
