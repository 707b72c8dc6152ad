import { Redis, type RedisOptions } from 'ioredis'
import { isRedisRefusal } from './redis-errors.ts'

const RECONNECT_MAX_MS = 1_000
const CONNECT_TIMEOUT_MS = 5_000
/** A refusal counts as the reason of a reconnect for this long, ms. */
const REFUSAL_FRESH_MS = 5_000

export interface OpenRedisOptions {
  /** REDIS_URL. */
  url: string
  /** While Redis is away commands fail at once, or wait for it, however long. */
  commands: 'fail' | 'wait'
  /** Receives every error between commands. */
  onError(error: Error): void
}

/**
 * A connection that is made again when it is lost, when the server refuses to serve (after a failover the address may lead
 * to another one) and when the server does not answer. Copies that BullMQ makes of it do the same.
 */
export function openRedis({ url, commands, onError }: OpenRedisOptions): Redis {
  let refusedAt = Number.NEGATIVE_INFINITY
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxLoadingRetryTime: RECONNECT_MAX_MS,
    // A server that refuses lets us connect at once: without the pause we would do nothing else.
    retryStrategy: (times) =>
      performance.now() - refusedAt < REFUSAL_FRESH_MS ? RECONNECT_MAX_MS : Math.min(times * 50, RECONNECT_MAX_MS),
    reconnectOnError(error) {
      if (!isRedisRefusal(error)) return false
      refusedAt = performance.now()
      // 2: and sends the refused command again. Nothing of it was done.
      return commands === 'wait' ? 2 : true
    },
    ...(commands === 'wait' ? waiting : failing),
  })
  redis.on('error', onError)
  return redis
}

const failing: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  socketTimeout: 5_000,
}

/** The time-out has to be longer than BullMQ's longest wait for a job, 10 s. */
const waiting: RedisOptions = { maxRetriesPerRequest: null, socketTimeout: 15_000 }
