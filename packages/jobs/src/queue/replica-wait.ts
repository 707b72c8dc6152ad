import { randomUUID } from 'node:crypto'
import type { RedisConnection } from './open-redis.ts'
import type { QueueName } from './queue-names.ts'
import { queuePrefix } from './redis-keys.ts'

/** How long replicas may take, ms. They need one round trip. */
const WAIT_MS = 500
const MARKER_LIFE_MS = 1_000

/** A failover now would lose what was written last. */
class NotReplicatedError extends Error {
  override readonly name = 'NotReplicatedError'
}

/** Options of `createReplicaWait`. */
interface ReplicaWaitOptions {
  /** On it commands fail at once while Redis is down: sent again to another master, the wait would prove nothing. */
  redis: RedisConnection
  prefix: string
  queue: QueueName
  replicas: number
}

/**
 * A function that resolves when so many replicas have everything that was written to the queue before the call. It
 * throws `NotReplicatedError` when they do not have it in time, and errors of Redis.
 */
export function createReplicaWait({ redis, prefix, queue, replicas }: ReplicaWaitOptions): () => Promise<void> {
  return async () => {
    // WAIT is about writes of its own connection, so it waits for one that comes after those of all connections. A new
    // key, because it is refused while the slot moves to another node, which may have got the writes.
    const marker = `${queuePrefix(prefix, queue)}:replicated:${randomUUID()}`
    const results = await redis.pipeline().set(marker, '', 'PX', MARKER_LIFE_MS).wait(replicas, WAIT_MS).exec()
    const error = results?.find(([each]) => each)?.[0]
    if (error) throw error
    const reached = Number(results?.[1]?.[1])
    if (!(reached >= replicas))
      throw new NotReplicatedError(`${reached} of ${replicas} replicas had a write to Redis within ${WAIT_MS} ms.`)
  }
}
