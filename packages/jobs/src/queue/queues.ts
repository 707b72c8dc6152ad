import { type ConnectionOptions, Queue } from 'bullmq'
import { type QueueName, queueNames } from './queue-names.ts'

export type Queues = Record<QueueName, Queue> & { close(): Promise<void> }

/** Before every key of ours in Redis. In braces: all of a queue's keys stand on one node of a cluster. */
export const QUEUE_PREFIX = '{shopmirror}'

export interface QueuesOptions {
  connection: ConnectionOptions
  prefix?: string
  /** Hears of every error between commands, a lost connection above all. */
  onTrouble?(error: Error): void
}

export function createQueues({ connection, prefix = QUEUE_PREFIX, onTrouble }: QueuesOptions): Queues {
  const entries = queueNames.map((name) => {
    const queue = new Queue(name, { connection, prefix })
    // Without a listener a lost connection would end the process.
    queue.on('error', (error) => onTrouble?.(error))
    return [name, queue] as const
  })
  const queues = Object.fromEntries(entries) as Record<QueueName, Queue>
  return { ...queues, close: async () => void (await Promise.all(entries.map(([, queue]) => queue.close()))) }
}
