import { randomBytes } from 'node:crypto'
import { type RedisAddress, type RedisSettings, readRedisAddress } from '@shopmirror/config'
import { openRedis, type RedisConnection } from '@shopmirror/jobs'
import { Cluster, type Redis } from 'ioredis'
import { required } from './env.ts'

export interface TestRedis extends AsyncDisposable {
  address: RedisAddress
  /** The address as settings of a process. */
  env: Record<string, string>
  /** Unique per test; use it for queues and keys. */
  prefix: string
}

/** A unique prefix in the Redis, or the cluster, of the test's project; everything under it is deleted on disposal. */
export function testRedis(): TestRedis {
  const env: Record<string, string> =
    process.env.TEST_REDIS === 'cluster'
      ? { REDIS_CLUSTER_NODES: required('TEST_CLUSTER_NODES') }
      : { REDIS_URL: required('REDIS_URL') }
  const address = readRedisAddress(env)
  const prefix = `t${randomBytes(6).toString('hex')}`
  return { address, env, prefix, [Symbol.asyncDispose]: () => deleteKeys(address, prefix) }
}

/** A connection whose commands wait for Redis. */
export function connectTo(address: RedisAddress | RedisSettings): RedisConnection {
  const known = 'kind' in address ? address : readRedisAddress(address)
  return openRedis({ address: known, commands: 'wait', onError: () => undefined })
}

/** The address, for another user. */
export function withUser(address: RedisAddress, username: string, password: string): RedisAddress {
  if (address.kind !== 'server') return { ...address, username, password }
  return { ...address, url: Object.assign(new URL(address.url), { username, password }).href }
}

/** The servers behind a connection that take writes. */
export async function mastersOf(redis: RedisConnection): Promise<Redis[]> {
  if (!(redis instanceof Cluster)) return [redis]
  // Asks which nodes there are.
  await redis.ping()
  return redis.nodes('master')
}

async function deleteKeys(address: RedisAddress, prefix: string): Promise<void> {
  const redis = connectTo(address)
  try {
    for (const master of await mastersOf(redis)) {
      // Hash tags and queue libraries may put characters before the prefix.
      for await (const keys of master.scanStream({ match: `*${prefix}*`, count: 1000 }))
        await Promise.all((keys as string[]).map((key) => redis.unlink(key)))
    }
  } finally {
    redis.disconnect()
  }
}
