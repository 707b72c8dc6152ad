import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { required } from './env.ts'

export interface TestRedis extends AsyncDisposable {
  url: string
  /** Unique per test; use it for queues and keys. */
  prefix: string
}

/** A unique prefix in the test Redis; everything under it is deleted on disposal. */
export function testRedis(): TestRedis {
  const url = required('REDIS_URL')
  const prefix = `t${randomBytes(6).toString('hex')}`
  return { url, prefix, [Symbol.asyncDispose]: () => deleteKeys(url, prefix) }
}

async function deleteKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 })
  try {
    // Cluster hash tags and queue libraries may put characters before the prefix.
    for await (const keys of redis.scanStream({ match: `*${prefix}*`, count: 1000 })) {
      if (keys.length > 0) await redis.unlink(...keys)
    }
  } finally {
    redis.disconnect()
  }
}
