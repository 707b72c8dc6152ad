import type { Repositories } from '@shopmirror/db'
import { type ClockState, dependencies, type Queues, queueNames, readReadyWork } from '@shopmirror/jobs'
import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { bearerOf } from './http/auth.ts'
import type { CheckCredential } from './http/check-credential.ts'
import { isSameSecret } from './http/secrets.ts'

/** How long gauges are cached, ms, so that frequent scrapes do not load the databases. */
const CACHE_MS = 5_000

/** Platforms wait about 5 s for an answer. */
const ACK_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Counters of the ingress. */
export interface WebhookMetrics {
  /** Where a batch was written: `redis`, `postgres` or `nowhere`. */
  committed(place: string, count: number): void
  rejected(platform: string, reason: string): void
  /** A delivery was answered with 200, this long after its request had begun. */
  acknowledged(platform: string, ms: number): void
  /** Which of the app's secrets signed a delivery; 0 is the current one. */
  signed(platform: string, secretIndex: number): void
}

/** Registers the counters of accepted and rejected webhooks. */
export function createWebhookMetrics(registry: Registry): WebhookMetrics {
  const committed = new Counter({
    name: 'shopmirror_webhooks_committed_total',
    help: 'Webhook deliveries by where they were stored before the answer; nowhere was answered with 503.',
    labelNames: ['place'],
    registers: [registry],
  })
  const rejected = new Counter({
    name: 'shopmirror_webhooks_rejected_total',
    help: 'Rejected webhook deliveries by reason.',
    labelNames: ['platform', 'reason'],
    registers: [registry],
  })
  const signed = new Counter({
    name: 'shopmirror_webhooks_signed_total',
    help: 'Webhook deliveries by the app secret that signed them; a previous secret that is no longer counted can be removed.',
    labelNames: ['platform', 'secret'],
    registers: [registry],
  })
  const acknowledged = new Histogram({
    name: 'shopmirror_webhook_acknowledged_seconds',
    help: 'Time until a webhook was answered with 200, which is after it was stored.',
    labelNames: ['platform'],
    buckets: ACK_BUCKETS_SECONDS,
    registers: [registry],
  })
  return {
    acknowledged: (platform, ms) => acknowledged.observe({ platform }, ms / 1_000),
    signed: (platform, index) => signed.inc({ platform, secret: index === 0 ? 'current' : `previous_${index}` }),
    committed: (place, count) => committed.inc({ place }, count),
    rejected: (platform, reason) => rejected.inc({ platform, reason }),
  }
}

/** What the gauges read. */
export interface StateMetricsDeps {
  registry: Registry
  db: Repositories
  queues: Queues
  clock(): Promise<ClockState>
  /** Names of the dependencies that do not work; see `findMissing` of the jobs package. */
  findMissing(): Promise<string[]>
  now(): Date
}

/** Registers gauges of the state in Postgres and Redis, read at a scrape. */
export function registerStateMetrics({ registry, db, queues, clock, findMissing, now }: StateMetricsDeps): void {
  gauge('queue_jobs', 'Jobs in a queue by state.', ['queue', 'state'], readDepths)
  gauge('queue_oldest_seconds', 'Time for which the oldest ready job has been ready.', ['queue'], readAges)
  gauge('shops', 'Shops by status.', ['platform', 'status'], async () =>
    (await db.stats.shopsByStatus()).map(({ shops, ...labels }) => ({ labels, value: shops })),
  )
  gauge('runs', 'Sync runs within retention by status.', ['type', 'status'], async () =>
    (await db.stats.runsByStatus()).map(({ runs, ...labels }) => ({ labels, value: runs })),
  )
  gauge('freshness_seconds', 'Age of the oldest watermark of an active shop.', ['platform', 'resource'], async () =>
    (await db.stats.freshness()).map(({ platform, resource, oldest }) => ({
      labels: { platform, resource },
      value: oldest,
    })),
  )
  gauge(
    'scheduled_shops',
    'Active shops by the interval of their syncs; late: two intervals old.',
    ['frequency', 'is'],
    async () =>
      (await db.stats.lateShops()).flatMap(({ frequency, shops, late }) => [
        { labels: { frequency, is: 'late' }, value: late },
        { labels: { frequency, is: 'fresh' }, value: shops - late },
      ]),
  )
  gauge('dependency_up', 'Whether a dependency works, as /readyz tests it.', ['dependency'], async () => {
    const missing = await findMissing()
    return dependencies.map((dependency) => ({ labels: { dependency }, value: missing.includes(dependency) ? 0 : 1 }))
  })
  gauge('inbox_spilled_groups', 'Batches of deliveries waiting in Postgres (spill).', [], async () => [
    { labels: {}, value: await db.stats.spilled() },
  ])
  gauge('job_outbox_jobs', 'Jobs waiting in Postgres to be sent to Redis (outbox).', [], async () => [
    { labels: {}, value: await db.stats.outboxJobs() },
  ])
  gauge('clock_age_seconds', 'Time since the schedules last ran in any worker.', [], async () => [
    { labels: {}, value: (await clock()).ageMs / 1_000 },
  ])

  function gauge(name: string, help: string, labelNames: string[], load: () => Promise<Sample[]>): void {
    const read = cached(load, now)
    new Gauge({
      name: `shopmirror_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const samples = await read()
        this.reset()
        for (const { labels, value } of samples) this.set(labels, value)
      },
    })
  }

  async function readDepths(): Promise<Sample[]> {
    const counts = await Promise.all(queueNames.map((name) => queues[name].getJobCounts()))
    return queueNames.flatMap((queue, index) =>
      Object.entries(counts[index] ?? {}).map(([state, value]) => ({ labels: { queue, state }, value })),
    )
  }

  async function readAges(): Promise<Sample[]> {
    const ready = await Promise.all(queueNames.map((name) => readReadyWork(queues[name], now())))
    return queueNames.map((queue, index) => ({ labels: { queue }, value: (ready[index]?.oldestMs ?? 0) / 1_000 }))
  }
}

interface Sample {
  labels: Record<string, string>
  value: number
}

/** While a database is down, its gauges are empty and the others still work. */
function cached(load: () => Promise<Sample[]>, now: () => Date): () => Promise<Sample[]> {
  let known: { at: number; samples: Promise<Sample[]> } | null = null
  return () => {
    if (!known || now().getTime() - known.at >= CACHE_MS)
      known = { at: now().getTime(), samples: load().catch(() => []) }
    return known.samples
  }
}

/** What `/metrics` needs. */
export interface MetricsRouteDeps {
  registry: Registry
  /** Bearer token. Without it, anybody may scrape. */
  token?: string | undefined
  checkCredential: CheckCredential
}

/** `GET /metrics` in Prometheus format. Throws `unauthorized` when the token is wrong. */
export function metricsRoute(app: FastifyInstance, { registry, token, checkCredential }: MetricsRouteDeps): void {
  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (request, reply) => {
    if (token !== undefined)
      await checkCredential(request, bearerOf(request), (given) => isSameSecret(given, token) || null)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
