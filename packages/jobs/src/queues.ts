import { type ConnectionOptions, Queue } from 'bullmq'
import { type QueueName, queueNames } from './define-job.ts'

export type Queues = Record<QueueName, Queue> & { close(): Promise<void> }

/** Before every key of ours in Redis. In braces: all of a queue's keys stand on one node of a cluster. */
export const QUEUE_PREFIX = '{shopmirror}'

export interface QueuesOptions {
  connection: ConnectionOptions
  prefix?: string
}

export function createQueues({ connection, prefix = QUEUE_PREFIX }: QueuesOptions): Queues {
  const entries = queueNames.map((name) => [name, new Queue(name, { connection, prefix })] as const)
  const queues = Object.fromEntries(entries) as Record<QueueName, Queue>
  return { ...queues, close: async () => void (await Promise.all(entries.map(([, queue]) => queue.close()))) }
}
