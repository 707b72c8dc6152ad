import type { Logger } from '@shopmirror/config'
import { nodesOf, type RedisConnection } from '@shopmirror/jobs'
import type { Redis } from 'ioredis'

/** This Redis may evict webhooks that were acknowledged with 200. */
export class UnsafeRedisError extends Error {
  override readonly name = 'UnsafeRedisError'
}

/**
 * Throws `UnsafeRedisError` when Redis may evict keys. Warns when it does not persist them, and when the policy is
 * unknown (managed services forbid CONFIG, but INFO usually contains it). In a cluster each node is checked, replicas
 * too: they become masters.
 */
export async function checkRedis(redis: RedisConnection, log: Logger): Promise<void> {
  const nodes = nodesOf(redis)
  const checks = nodes.map((node) => checkNode(node, nodes.length > 1 ? log.child({ node: nameOf(node) }) : log))
  const unsafe = (await Promise.allSettled(checks)).filter((check) => check.status === 'rejected')
  const [first] = unsafe.toSorted((a, b) => severityOf(b.reason) - severityOf(a.reason))
  if (first) throw first.reason
}

function severityOf(error: unknown): number {
  return error instanceof UnsafeRedisError ? 1 : 0
}

async function checkNode(redis: Redis, log: Logger): Promise<void> {
  const [memory, persistence] = await Promise.all([redis.info('memory'), redis.info('persistence')])
  const policy = fieldOf(memory, 'maxmemory_policy') ?? (await readConfig(redis, 'maxmemory-policy'))
  if (policy !== undefined && policy !== 'noeviction') {
    throw new UnsafeRedisError(
      `Redis at ${nameOf(redis)} may evict jobs (maxmemory-policy ${policy}), and accepted webhooks with them. ` +
        'Set maxmemory-policy to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf; ' +
        'or give us a separate Redis.',
    )
  }
  if (policy === undefined)
    log.warn('redis.policy_unknown: maxmemory-policy of Redis cannot be read; make sure that it is noeviction')
  if (fieldOf(persistence, 'aof_enabled') !== '1') {
    log.warn(
      'redis.not_persistent: appendonly is off, so a restart of Redis loses accepted webhooks; ' +
        'set appendonly yes and appendfsync always (or everysec, losing at most a second)',
    )
  }
}

function nameOf({ options: { host, port, path } }: Redis): string {
  return path ?? `${host}:${port}`
}

function fieldOf(info: string, name: string): string | undefined {
  const line = info.split('\r\n').find((each) => each.startsWith(`${name}:`))
  return line?.slice(name.length + 1)
}

/** `undefined` where CONFIG is forbidden. */
async function readConfig(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const [, value] = (await redis.config('GET', name)) as string[]
    return value
  } catch {
    return undefined
  }
}
