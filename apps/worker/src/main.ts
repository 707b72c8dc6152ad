import { randomUUID } from 'node:crypto'
import { createLogger, describeSettings, loadConfig } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import {
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createNotify,
  createOpenShop,
  createQueues,
  createShopBudget,
  type JobContext,
  jobs,
} from '@shopmirror/jobs'
import { createWebhookAddresses, loadPlatforms } from '@shopmirror/platforms'
import { Redis } from 'ioredis'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { WorkerConfig } from './config.ts'
import { createHealthServer } from './health.ts'
import { startProbe } from './probe.ts'
import { ensureSchedules, startWorkers } from './workers.ts'

const PROBE_MAX_AGE_MS = 60_000

const config = loadConfig(WorkerConfig, process.env)
const log = createLogger({ level: config.LOG_LEVEL, name: 'worker' })
log.info({ settings: describeSettings(WorkerConfig, config) }, 'worker.starting')

const now = () => new Date()
const registry = new Registry()
collectDefaultMetrics({ register: registry })
const keyring = createKeyring(config.ENCRYPTION_KEYS)
const {
  sql,
  repositories: db,
  close: closeDatabase,
} = openDatabase({ url: config.DATABASE_URL, keyring, max: config.DATABASE_POOL_SIZE })
const connection = new Redis(config.REDIS_URL, { maxRetriesPerRequest: null })
connection.on('error', (error) => log.warn({ err: error }, 'redis.trouble'))

const platforms = loadPlatforms(process.env, { now })
const queues = createQueues({ connection, prefix: config.QUEUE_PREFIX })
const metrics = createJobMetrics(registry)
const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
const budget = createShopBudget({ redis: connection })
const context: JobContext = {
  db,
  platforms,
  enqueue: createEnqueue(queues),
  credentials,
  openShop: createOpenShop({ db, platforms, budget, credentials, metrics, log, now }),
  addresses: createWebhookAddresses({ publicUrl: config.PUBLIC_URL, keys: config.ENCRYPTION_KEYS }),
  notify: createNotify({
    log,
    smtpUrl: config.SMTP_URL,
    from: config.ALERT_EMAIL_FROM,
    to: config.ALERT_EMAIL_TO,
    webhookUrl: config.ALERT_WEBHOOK_URL,
  }),
  metrics,
  settings: config,
  log,
  now,
}

if (config.WORKER_QUEUES.includes('clock')) await ensureSchedules(queues)
const workers = startWorkers({ jobs, context, connection, config })
const probe = await startProbe({ connection, prefix: config.QUEUE_PREFIX, id: randomUUID(), log })
const health = createHealthServer({
  registry,
  ...(config.METRICS_TOKEN && { metricsToken: config.METRICS_TOKEN }),
  probeAgeMs: probe.ageMs,
  probeMaxAgeMs: PROBE_MAX_AGE_MS,
  missing,
}).listen(config.WORKER_PORT, config.HOST, () =>
  log.info({ port: config.WORKER_PORT, queues: config.WORKER_QUEUES }, 'worker.started'),
)

async function missing(): Promise<string[]> {
  const checks = {
    postgres: sql`select 1`,
    redis: connection.status === 'ready' ? connection.ping() : Promise.reject(new Error('not connected')),
  }
  const results = await Promise.allSettled(Object.values(checks))
  return Object.keys(checks).filter((_name, index) => results[index]?.status === 'rejected')
}

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'worker.stopping')
  health.close()
  await workers.close()
  await probe.close()
  await queues.close()
  connection.disconnect()
  await closeDatabase()
  log.info('worker.stopped')
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
