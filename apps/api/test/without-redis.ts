import type { RedisConnection } from '@shopmirror/jobs'
import { until } from '@shopmirror/test/until.ts'

/** Does the work while every command to Redis fails at once. */
export async function withoutRedis(redis: RedisConnection, work: () => Promise<void>): Promise<void> {
  redis.disconnect()
  try {
    await until(() => redis.status === 'end')
    await work()
  } finally {
    await redis.connect()
  }
}
