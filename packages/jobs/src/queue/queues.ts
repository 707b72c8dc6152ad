import { type ConnectionOptions, Queue } from 'bullmq'
import { type QueueName, queueNames } from './queue-names.ts'

/** The queues by name. `close` closes all of them, not the connection. */
export type Queues = Record<QueueName, Queue> & { close(): Promise<void> }

/**
 * Prefix of all our keys in Redis. A hash tag (in braces), so that all keys of a queue are on one node of a Redis
 * Cluster.
 */
export const QUEUE_PREFIX = '{shopmirror}'

/** Default of `prefix`: `{shopmirror}`. */
export interface QueuesOptions {
  connection: ConnectionOptions
  prefix?: string
  /** Receives every connection error. */
  onError?(error: Error): void
}

/** Opens all queues on one connection. */
export function createQueues({ connection, prefix = QUEUE_PREFIX, onError }: QueuesOptions): Queues {
  const entries = queueNames.map((name) => {
    const queue = new Queue(name, { connection, prefix })
    // Without a listener a lost connection would end the process.
    queue.on('error', (error) => onError?.(error))
    return [name, queue] as const
  })
  const queues = Object.fromEntries(entries) as Record<QueueName, Queue>
  return { ...queues, close: async () => void (await Promise.all(entries.map(([, queue]) => queue.close()))) }
}
