import { type ConnectionOptions, Queue } from 'bullmq'
import { type QueueName, queueNames } from './queue-names.ts'
import { queuePrefix } from './redis-keys.ts'

/** The queues by name. `close` closes all of them, not the connection. */
export type Queues = Record<QueueName, Queue> & { close(): Promise<void> }

/** `prefix`: prefix of all our keys in Redis. */
export interface QueuesOptions {
  connection: ConnectionOptions
  prefix: string
  /** Receives every connection error. */
  onError?(error: Error): void
}

/** Opens all queues on one connection. */
export function createQueues({ connection, prefix, onError }: QueuesOptions): Queues {
  const entries = queueNames.map((name) => {
    const queue = new Queue(name, { connection, prefix: queuePrefix(prefix, name) })
    // Without a listener a lost connection would end the process.
    queue.on('error', (error) => onError?.(error))
    return [name, queue] as const
  })
  const queues = Object.fromEntries(entries) as Record<QueueName, Queue>
  return { ...queues, close: async () => void (await Promise.all(entries.map(([, queue]) => queue.close()))) }
}
