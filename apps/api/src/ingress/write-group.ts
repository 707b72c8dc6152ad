import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { type Arrival, inTime, jobOptions, packDeliveries, receiveWebhook } from '@shopmirror/jobs'
import type { Queue } from 'bullmq'
import type { WebhookMetrics } from '../metrics.ts'
import { InboxUnavailableError } from './group-commit.ts'

/** Both together stay below the 5 s after which platforms give up on a webhook. */
const REDIS_TIMEOUT_MS = 1_500
const POSTGRES_TIMEOUT_MS = 2_500
/** After a write that failed Redis is left alone this long: a server that hangs would cost each group its time-out. */
const REDIS_REST_MS = 1_000

/**
 * Where batches are written: the queue, and Postgres when Redis takes no writes. Timeouts default to 1,500 ms for Redis
 * and 2,500 ms for Postgres.
 */
export interface GroupWriterDeps {
  /** On a connection that fails at once while Redis is away, instead of queueing commands. */
  inbox: Pick<Queue, 'add'>
  spill: Pick<Repositories['spill'], 'add'>
  metrics: WebhookMetrics
  log: Logger
  now(): Date
  redisTimeoutMs?: number
  postgresTimeoutMs?: number
}

/**
 * One group, one job. When Redis does not take it in time, Postgres does; it may then come twice, which the unique
 * delivery ids make harmless. Resolves when one of them has it on disk, rejects when neither has.
 */
export function createGroupWriter(deps: GroupWriterDeps): (arrivals: Arrival[]) => Promise<void> {
  const { inbox, spill, metrics, log, now } = deps
  const { redisTimeoutMs = REDIS_TIMEOUT_MS, postgresTimeoutMs = POSTGRES_TIMEOUT_MS } = deps
  const options = jobOptions(receiveWebhook, { deliveries: [] })
  let restUntil = 0

  const enqueue = async (payload: object) => {
    if (now().getTime() < restUntil) throw new Error('Redis failed a moment ago and is left alone.')
    // Not through `enqueue`: its check of every field again would cost more than the write.
    await inTime(inbox.add(receiveWebhook.name, payload, options), redisTimeoutMs)
  }
  const rest = (error: unknown) => {
    log.warn({ err: error }, 'inbox.redis_failed')
    restUntil = Math.max(restUntil, now().getTime() + REDIS_REST_MS)
  }

  return async (arrivals) => {
    const payload = { deliveries: await packDeliveries(arrivals) }
    try {
      await enqueue(payload)
      metrics.committed('redis', arrivals.length)
      return
    } catch (error) {
      if (now().getTime() >= restUntil) rest(error)
    }
    try {
      await inTime(spill.add(payload), postgresTimeoutMs)
      metrics.committed('postgres', arrivals.length)
      log.warn({ deliveries: arrivals.length }, 'inbox.spilled')
    } catch (error) {
      metrics.committed('nowhere', arrivals.length)
      log.error({ err: error, deliveries: arrivals.length }, 'inbox.unavailable')
      throw new InboxUnavailableError('Neither Redis nor Postgres took it.', { cause: error })
    }
  }
}
