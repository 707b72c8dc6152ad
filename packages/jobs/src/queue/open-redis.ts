import { Redis, type RedisOptions } from 'ioredis'
import { isRedisRefusal } from './redis-errors.ts'

const RECONNECT_MAX_MS = 1_000
const CONNECT_TIMEOUT_MS = 5_000
/** How long after a refusal reconnects are delayed, ms. */
const REFUSAL_FRESH_MS = 5_000

/** Options of a Redis connection. */
export interface OpenRedisOptions {
  /** REDIS_URL. */
  url: string
  /** While Redis is down, commands fail at once (`fail`), or wait without a limit until it is back (`wait`). */
  commands: 'fail' | 'wait'
  /** Receives every connection error. */
  onError(error: Error): void
}

/**
 * A connection that reconnects when it is lost, when the server refuses commands (after a failover the address may lead
 * to another server) and when the server does not answer. Duplicates that BullMQ makes of it do the same.
 */
export function openRedis({ url, commands, onError }: OpenRedisOptions): Redis {
  let refusedAt = Number.NEGATIVE_INFINITY
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxLoadingRetryTime: RECONNECT_MAX_MS,
    // A server that refuses commands still accepts connections at once: without the delay this would be a busy loop.
    retryStrategy: (times) =>
      performance.now() - refusedAt < REFUSAL_FRESH_MS ? RECONNECT_MAX_MS : Math.min(times * 50, RECONNECT_MAX_MS),
    reconnectOnError(error) {
      if (!isRedisRefusal(error)) return false
      refusedAt = performance.now()
      // 2: reconnect, and send the refused command again. It had no effect.
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

/** `socketTimeout` must be longer than BullMQ's longest wait for a job, 10 s. */
const waiting: RedisOptions = { maxRetriesPerRequest: null, socketTimeout: 15_000 }
