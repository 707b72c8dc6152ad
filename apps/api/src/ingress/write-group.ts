import type { Logger, Span, Tracer } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { type Arrival, inTime, jobOptions, packDeliveries, receiveWebhook } from '@shopmirror/jobs'
import type { Queue } from 'bullmq'
import type { WebhookMetrics } from '../metrics.ts'
import { InboxUnavailableError } from './group-commit.ts'

/** Together below the 5 s after which platforms time out, ms. */
const REDIS_TIMEOUT_MS = 1_500
const REPLICAS_TIMEOUT_MS = 900
const POSTGRES_TIMEOUT_MS = 2_500
/** How long Redis, or its replicas, are not tried after a failure, ms: each batch would cost its time-out. */
const REDIS_COOLDOWN_MS = 1_000

/**
 * Where batches are written: the queue, and Postgres when Redis takes no writes. Timeouts default to 1,500 ms for Redis
 * and 2,500 ms for Postgres.
 */
export interface GroupWriterDeps {
  /** On a connection whose commands fail at once while Redis is down. */
  inbox: Pick<Queue, 'add'>
  /** Throws while a failover of Redis could lose what was added. Default: Redis alone has to have it. */
  replicated?: (() => Promise<void>) | undefined
  spill: Pick<Repositories['spill'], 'add'>
  metrics: WebhookMetrics
  tracer: Tracer
  log: Logger
  now(): Date
  redisTimeoutMs?: number
  postgresTimeoutMs?: number
}

/**
 * Writes a batch as one job. If Redis does not accept it in time, or a failover could lose it, it is written to
 * Postgres; it may then exist twice, which is harmless because delivery ids are unique. Resolves when one of them has it
 * on disk; rejects with `InboxUnavailableError`.
 */
export function createGroupWriter(deps: GroupWriterDeps): (arrivals: Arrival[]) => Promise<void> {
  const { inbox, replicated, spill, metrics, tracer, log, now } = deps
  const { redisTimeoutMs = REDIS_TIMEOUT_MS, postgresTimeoutMs = POSTGRES_TIMEOUT_MS } = deps
  const options = jobOptions(receiveWebhook, { deliveries: [] })
  let cooldownUntil = 0
  let unreplicatedUntil = 0

  const enqueue = async (payload: object) => {
    if (now().getTime() < cooldownUntil) throw new Error('Redis failed a moment ago and is not tried.')
    // Not through `enqueue`, because validating every field again would cost more than the write.
    await inTime(inbox.add(receiveWebhook.name, payload, options), redisTimeoutMs)
  }
  const startCooldown = (error: unknown) => {
    log.warn({ err: error }, 'inbox.redis_failed')
    cooldownUntil = Math.max(cooldownUntil, now().getTime() + REDIS_COOLDOWN_MS)
  }

  const isQueued = async (payload: object) => {
    try {
      await enqueue(payload)
      return true
    } catch (error) {
      if (now().getTime() >= cooldownUntil) startCooldown(error)
      return false
    }
  }
  const isReplicated = async () => {
    if (!replicated) return true
    if (now().getTime() < unreplicatedUntil) return false
    try {
      await inTime(replicated(), REPLICAS_TIMEOUT_MS)
      return true
    } catch (error) {
      log.warn({ err: error }, 'inbox.not_replicated')
      unreplicatedUntil = now().getTime() + REDIS_COOLDOWN_MS
      return false
    }
  }

  const write = async (arrivals: Arrival[], span: Span) => {
    const payload = { deliveries: await packDeliveries(arrivals) }
    if ((await isQueued(payload)) && (await isReplicated())) {
      metrics.committed('redis', arrivals.length)
      span.set({ outcome: 'redis' })
      return
    }
    try {
      await inTime(spill.add(payload), postgresTimeoutMs)
      metrics.committed('postgres', arrivals.length)
      span.set({ outcome: 'postgres' })
      log.warn({ deliveries: arrivals.length }, 'inbox.spilled')
    } catch (error) {
      metrics.committed('nowhere', arrivals.length)
      log.error({ err: error, deliveries: arrivals.length }, 'inbox.unavailable')
      throw new InboxUnavailableError('Neither Redis nor Postgres accepted the deliveries.', { cause: error })
    }
  }
  return (arrivals) =>
    tracer.span(
      'inbox.write',
      () => ({
        role: 'producer',
        of: arrivals.map(({ traceContext }) => traceContext),
        attributes: { count: arrivals.length },
      }),
      (span) => write(arrivals, span),
    )
}
