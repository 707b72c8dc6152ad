import { randomUUID } from 'node:crypto'
import {
  createLogger,
  describeRedisAddress,
  describeSettings,
  endOnSettingsError,
  explainListenError,
  loadConfig,
  loadTracer,
  readRedisAddress,
  waitReplicasOf,
} from '@shopmirror/config'
import { addressOf, createKeyring, guardDatabase, openDatabase } from '@shopmirror/db'
import {
  createBatchDeliveries,
  createClockWatch,
  createCredentialKeeper,
  createEnqueue,
  createErrorLog,
  createJobMetrics,
  createLivePublisher,
  createNotify,
  createOpenShop,
  createQueues,
  createReplicaWait,
  createShopBudget,
  findMissing,
  type JobContext,
  jobs,
  openRedis,
  schedules,
  sendPushes,
} from '@shopmirror/jobs'
import { createWebhookAddresses, loadPlatforms } from '@shopmirror/platforms'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { checkMachine } from './check-machine.ts'
import { concurrencyOf, WorkerConfig } from './config.ts'
import { registerGauges } from './gauges.ts'
import { createHealthServer } from './health.ts'
import { moveOldJobs } from './move-old-jobs.ts'
import { startProbe } from './probe.ts'
import { maintainSchedules } from './schedules.ts'
import { startWorkers } from './workers.ts'

endOnSettingsError()
const config = loadConfig(WorkerConfig, process.env)
const log = createLogger({ level: config.LOG_LEVEL, name: 'worker' })
log.info({ settings: describeSettings(WorkerConfig, config) }, 'worker.starting')

const tracer = await loadTracer(config, { serviceName: 'shopmirror-worker', log })
const now = () => new Date()
const stopping = new AbortController()
const prefix = config.QUEUE_PREFIX
const keyring = createKeyring(config.ENCRYPTION_KEYS)
const address = addressOf(config)
await guardDatabase({
  address,
  log,
  refuse(error) {
    log.fatal(error.message)
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  },
})
// Commands wait until Redis is back, without a limit: jobs must not fail because Redis was restarted.
const onError = createErrorLog(log, 'redis.error')
const redisAddress = readRedisAddress(config)
log.info({ redis: describeRedisAddress(redisAddress) }, 'redis.connecting')
const redis = openRedis({ address: redisAddress, commands: 'wait', onError })
const queues = createQueues({ connection: redis, prefix, onError })
const replicas = waitReplicasOf(config)
const waitingRedis = replicas > 0 ? openRedis({ address: redisAddress, commands: 'fail', onError }) : null
const live = createLivePublisher({ redis, prefix })
const database = openDatabase({ ...address, keyring, max: config.DATABASE_POOL_SIZE, changed: live.tell })

const db = database.repositories
const platforms = loadPlatforms(process.env, { now })
// Not awaited, because a hanging file system must not block the start.
checkMachine({ platforms: platforms.values(), settings: config, log }).catch((error: unknown) =>
  log.warn({ err: error }, 'machine.check_failed'),
)
const registry = new Registry()
collectDefaultMetrics({ register: registry })
const clock = createClockWatch({ db, lateAfterMs: config.CLOCK_LATE_SECONDS * 1_000, now })
registerGauges({ registry, queues, stats: db.stats, clock })
const metrics = createJobMetrics(registry)
const credentials = createCredentialKeeper({ db, platforms, metrics, log, now, stopping: stopping.signal })
const budget = createShopBudget({ redis, prefix })
const context: JobContext = {
  db,
  platforms,
  enqueue: createEnqueue(queues),
  batchDeliveries: createBatchDeliveries(),
  ...(waitingRedis && {
    inboxReplicated: createReplicaWait({ redis: waitingRedis, prefix, queue: 'inbox', replicas }),
  }),
  credentials,
  openShop: createOpenShop({
    db,
    platforms,
    budget,
    credentials,
    metrics,
    tracer,
    log,
    now,
    stopping: stopping.signal,
  }),
  addresses: createWebhookAddresses({ publicUrl: config.PUBLIC_URL, keys: config.ENCRYPTION_KEYS }),
  notify: createNotify({
    log,
    smtpUrl: config.SMTP_URL,
    from: config.ALERT_EMAIL_FROM,
    to: config.ALERT_EMAIL_TO,
    webhookUrl: config.ALERT_WEBHOOK_URL,
  }),
  metrics,
  tracer,
  settings: config,
  log,
  now,
}

const probe = startProbe({ redis, prefix, id: randomUUID() })
createHealthServer({
  registry,
  metricsToken: config.METRICS_TOKEN,
  probeAgeMs: probe.ageMs,
  findMissing: () => findMissing({ db, redis: [redis], prefix, clock }),
  clock,
})
  .on('error', (error) => {
    throw explainListenError(error, 'WORKER_PORT')
  })
  .listen(config.WORKER_PORT, config.HOST)
const workers = startWorkers({
  jobs,
  context,
  connection: redis,
  prefix,
  concurrency: concurrencyOf(config),
  lockMs: config.JOB_LOCK_SECONDS * 1_000,
  shutdownMs: config.SHUTDOWN_SECONDS * 1_000,
  stopping,
  onError,
})

const isClock = config.WORKER_QUEUES.includes('clock')
const maintenance = isClock ? maintainSchedules(schedules, { clock: queues.clock, redis, prefix, log }) : null
const move = isClock ? moveOldJobs({ queues, redis, prefix, jobs, log }) : null

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    if (stopping.signal.aborted) return
    log.info({ signal }, 'worker.stopping')
    await workers.close()
    await Promise.all([maintenance?.close(), move?.close()])
    await probe.close()
    await Promise.all([queues.close(), live.close()])
    redis.disconnect()
    waitingRedis?.disconnect()
    await Promise.all([database.close(), tracer.close()])
    log.info('worker.stopped')
    // A job that did not stop in time may keep the process alive; it has been put back into its queue.
    process.exit(0)
  })
}

if (config.WORKER_QUEUES.includes('outbox'))
  // Without it the sweep finds what was submitted, some seconds later.
  database
    .listenForPushes((shopId) => {
      live.tell({ kind: 'push', shopId })
      context.enqueue(sendPushes, { shopId }).catch(onError)
    })
    .catch((error: unknown) => log.warn({ err: error }, 'push.listen_failed'))

log.info({ port: config.WORKER_PORT, queues: config.WORKER_QUEUES }, 'worker.started')
