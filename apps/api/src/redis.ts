import type { Logger, RedisAddress } from '@shopmirror/config'
import { openRedis, type RedisConnection } from '@shopmirror/jobs'
import { checkRedis, UnsafeRedisError } from './ingress/check-redis.ts'

/** How long the start waits for Redis, ms. After that the api starts without it, and webhooks go to Postgres. */
const START_WAIT_MS = 5_000

/** Commands fail at once while Redis is down: their callers have a fallback. */
export function connectRedis(address: RedisAddress, log: Logger): RedisConnection {
  return openRedis({ address, commands: 'fail', onError: (error) => log.warn({ err: error }, 'redis.error') })
}

/** Checks Redis after each connect; `refuse` ends the process when it may evict keys. */
export async function guardRedis(
  redis: RedisConnection,
  log: Logger,
  refuse: (error: UnsafeRedisError) => void,
): Promise<void> {
  const check = () =>
    checkRedis(redis, log).catch((error: unknown) => {
      if (error instanceof UnsafeRedisError) refuse(error)
      else log.warn({ err: error }, 'redis.check_failed')
    })
  const checked = Promise.withResolvers<void>()
  redis.on('ready', () => void check().then(checked.resolve))
  if (redis.status === 'ready') void check().then(checked.resolve)
  const timer = setTimeout(() => {
    log.warn('redis.unreachable: webhooks go to Postgres until Redis answers')
    checked.resolve()
  }, START_WAIT_MS)
  await checked.promise
  clearTimeout(timer)
}
