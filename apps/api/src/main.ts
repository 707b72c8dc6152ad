import { fileURLToPath } from 'node:url'
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
  createClockWatch,
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createLivePublisher,
  createOpenShop,
  createQueues,
  createReplicaWait,
  createShopBudget,
  findMissing,
  queuePrefix,
} from '@shopmirror/jobs'
import { createWebhookAddresses, loadPlatforms } from '@shopmirror/platforms'
import { Queue } from 'bullmq'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createApp } from './app.ts'
import { ApiConfig, readOidc } from './config.ts'
import { createProgressRefs } from './connect/progress-refs.ts'
import { createDataAge } from './http/data-age.ts'
import { createBrowserBinding } from './ingress/browser-binding.ts'
import { createGroupCommit } from './ingress/group-commit.ts'
import { createGroupWriter } from './ingress/write-group.ts'
import { createWebhookMetrics, registerStateMetrics } from './metrics.ts'
import { createPeople } from './people/create-people.ts'
import { connectRedis, guardRedis } from './redis.ts'

endOnSettingsError()
const config = loadConfig(ApiConfig, process.env)
const log = createLogger({ level: config.LOG_LEVEL, name: 'api' })
log.info({ settings: describeSettings(ApiConfig, config) }, 'api.starting')

const tracer = await loadTracer(config, { serviceName: 'shopmirror-api', log })
const now = () => new Date()
const prefix = config.QUEUE_PREFIX
const registry = new Registry()
collectDefaultMetrics({ register: registry })
const address = addressOf(config)
// The ingress has a separate connection, so that no other command delays a webhook.
const redisAddress = readRedisAddress(config)
log.info({ redis: describeRedisAddress(redisAddress) }, 'redis.connecting')
const redis = connectRedis(redisAddress, log)
const inboxRedis = connectRedis(redisAddress, log)
const live = createLivePublisher({ redis, prefix })
const dataAge = createDataAge()
const database = openDatabase({
  ...address,
  keyring: createKeyring(config.ENCRYPTION_KEYS),
  max: config.DATABASE_POOL_SIZE,
  changed: live.tell,
  ...(config.DATABASE_REPLICA_URL && {
    replica: {
      url: config.DATABASE_REPLICA_URL,
      ageMsMax: config.DATABASE_REPLICA_AGE_SECONDS * 1_000,
      log,
      onRead: dataAge.note,
    },
  }),
})
const db = database.repositories
const refuse = (error: Error) => {
  log.fatal(error.message)
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
await Promise.all([guardRedis(redis, log, refuse), guardDatabase({ address, log, refuse })])

const platforms = loadPlatforms(process.env, { now })
const queues = createQueues({ connection: redis, prefix })
const inboxQueue = new Queue('inbox', { connection: inboxRedis, prefix: queuePrefix(prefix, 'inbox') })
inboxQueue.on('error', (error) => log.warn({ err: error }, 'inbox.error'))
const webhookMetrics = createWebhookMetrics(registry)
const metrics = createJobMetrics(registry)
const clock = createClockWatch({ db, lateAfterMs: config.CLOCK_LATE_SECONDS * 1_000, now })
const missing = () => findMissing({ db, redis: [redis, inboxRedis], prefix, clock })
registerStateMetrics({ registry, db, queues, clock, findMissing: missing, now })
const replicas = waitReplicasOf(config)
const replicated = replicas > 0 ? createReplicaWait({ redis: inboxRedis, prefix, queue: 'inbox', replicas }) : undefined
const inbox = createGroupCommit(
  createGroupWriter({ inbox: inboxQueue, replicated, spill: db.spill, metrics: webhookMetrics, tracer, log, now }),
)
const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
const budget = createShopBudget({ redis, prefix })

const app = await createApp({
  db: database.lists,
  dataAge,
  platforms,
  queues,
  enqueue: createEnqueue(queues),
  budget,
  credentials,
  openShop: createOpenShop({ db, platforms, budget, credentials, metrics, tracer, log, now }),
  tracer,
  eraseGraceHours: config.ERASE_GRACE_HOURS,
  addresses: createWebhookAddresses({ publicUrl: config.PUBLIC_URL, keys: config.ENCRYPTION_KEYS }),
  browsers: createBrowserBinding({ keys: config.ENCRYPTION_KEYS, publicUrl: config.PUBLIC_URL }),
  progressRefs: createProgressRefs(config.ENCRYPTION_KEYS),
  people: createPeople({
    db,
    tables: database.signIn,
    encryptionKeys: config.ENCRYPTION_KEYS,
    publicUrl: config.PUBLIC_URL,
    oidc: readOidc(config),
    mail: { smtpUrl: config.SMTP_URL, from: config.ALERT_EMAIL_FROM },
    log,
  }),
  inbox,
  webhookMetrics,
  redis,
  registry,
  findMissing: missing,
  log,
  now,
  settings: {
    publicUrl: config.PUBLIC_URL,
    dashboardUrl: config.DASHBOARD_URL,
    internalSyncSecret: config.INTERNAL_SYNC_SECRET,
    metricsToken: config.METRICS_TOKEN,
    corsOrigins: config.CORS_ORIGINS,
    returnOrigins: config.CONNECT_RETURN_ORIGINS,
    trustedProxies: config.TRUSTED_PROXIES,
    requestsPerMinute: config.REQUESTS_PER_MINUTE,
    dashboardFolder: fileURLToPath(new URL('../../dashboard/dist', import.meta.url)),
    prefix,
  },
})
await app.listen({ host: config.HOST, port: config.PORT }).catch((error: unknown) => {
  throw explainListenError(error, 'PORT')
})
log.info({ port: config.PORT, platforms: [...platforms.keys()] }, 'api.started')

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'api.stopping')
  await app.close()
  await inbox.idle()
  await Promise.allSettled([queues.close(), inboxQueue.close(), live.close()])
  redis.disconnect()
  inboxRedis.disconnect()
  await Promise.all([database.close(), tracer.close()])
  log.info('api.stopped')
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
