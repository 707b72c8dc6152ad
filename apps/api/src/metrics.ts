import type { Repositories } from '@shopmirror/db'
import { type ClockState, type Queues, queueNames } from '@shopmirror/jobs'
import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, type Registry } from 'prom-client'
import { bearerOf } from './http/auth.ts'
import type { CheckCredential } from './http/check-credential.ts'
import { isSameSecret } from './http/secrets.ts'

/** Scrapes closer together than this share one look into the databases, ms. */
const LOOK_EVERY_MS = 5_000

/** What the ingress counts. */
export interface WebhookMetrics {
  /** Where a group was put on disk: `redis`, `postgres` or `nowhere`. */
  committed(place: string, count: number): void
  rejected(platform: string, reason: string): void
  /** Which of the app's secrets signed a delivery, 0 the current one. */
  signed(platform: string, secretIndex: number): void
}

/** Registers the counters of accepted and rejected webhooks. */
export function createWebhookMetrics(registry: Registry): WebhookMetrics {
  const committed = new Counter({
    name: 'shopmirror_webhooks_committed_total',
    help: 'Webhook deliveries by where they were put on disk before the answer; nowhere was answered 503.',
    labelNames: ['place'],
    registers: [registry],
  })
  const rejected = new Counter({
    name: 'shopmirror_webhooks_rejected_total',
    help: 'Webhook deliveries refused at the door.',
    labelNames: ['platform', 'reason'],
    registers: [registry],
  })
  const signed = new Counter({
    name: 'shopmirror_webhooks_signed_total',
    help: 'Webhook deliveries by which of the app secrets signed them: a previous one that no longer counts can go.',
    labelNames: ['platform', 'secret'],
    registers: [registry],
  })
  return {
    signed: (platform, index) => signed.inc({ platform, secret: index === 0 ? 'current' : `previous_${index}` }),
    committed: (place, count) => committed.inc({ place }, count),
    rejected: (platform, reason) => rejected.inc({ platform, reason }),
  }
}

/** What the gauges read at each scrape. */
export interface StateMetricsDeps {
  registry: Registry
  db: Repositories
  queues: Queues
  clock(): Promise<ClockState>
  now(): Date
}

/** What stands in the databases, read when somebody scrapes. */
export function registerStateMetrics({ registry, db, queues, clock, now }: StateMetricsDeps): void {
  gauge('queue_jobs', 'Jobs in a queue by state.', ['queue', 'state'], readDepths)
  gauge('queue_oldest_seconds', 'Age of the job that waits longest.', ['queue'], readAges)
  gauge('shops', 'Shops by status.', ['platform', 'status'], async () =>
    (await db.stats.shopsByStatus()).map(({ shops, ...labels }) => ({ labels, value: shops })),
  )
  gauge('runs', 'Sync runs by status, as far as they are kept.', ['type', 'status'], async () =>
    (await db.stats.runsByStatus()).map(({ runs, ...labels }) => ({ labels, value: runs })),
  )
  gauge('freshness_seconds', 'Age of the oldest watermark of an active shop.', ['platform', 'resource'], async () =>
    (await db.stats.freshness()).map(({ platform, resource, oldest }) => ({
      labels: { platform, resource },
      value: oldest,
    })),
  )
  gauge('inbox_spilled_groups', 'Groups of deliveries that wait in Postgres.', [], async () => [
    { labels: {}, value: await db.stats.spilled() },
  ])
  gauge('job_outbox_jobs', 'Jobs that wait in Postgres because Redis has not taken them.', [], async () => [
    { labels: {}, value: await db.stats.outboxJobs() },
  ])
  gauge('clock_age_seconds', 'Time since the schedules last ran in any worker.', [], async () => [
    { labels: {}, value: (await clock()).ageMs / 1_000 },
  ])

  function gauge(name: string, help: string, labelNames: string[], look: () => Promise<Sample[]>): void {
    const read = seldom(look, now)
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
    const oldest = await Promise.all(queueNames.map((name) => queues[name].getJobs(['waiting'], 0, 0, true)))
    return queueNames.map((queue, index) => {
      const since = oldest[index]?.[0]?.timestamp ?? now().getTime()
      return { labels: { queue }, value: Math.max(0, now().getTime() - since) / 1_000 }
    })
  }
}

interface Sample {
  labels: Record<string, string>
  value: number
}

/** Keeps the last answer for a while. While a database is away its gauges are empty, and the others still answer. */
function seldom(look: () => Promise<Sample[]>, now: () => Date): () => Promise<Sample[]> {
  let known: { at: number; samples: Promise<Sample[]> } | null = null
  return () => {
    if (!known || now().getTime() - known.at >= LOOK_EVERY_MS)
      known = { at: now().getTime(), samples: look().catch(() => []) }
    return known.samples
  }
}

export interface MetricsRouteDeps {
  registry: Registry
  /** Bearer token; anybody may scrape when absent. */
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
