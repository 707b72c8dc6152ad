/** Queues separate urgencies, not platforms. The names are public: metrics, `WORKER_QUEUES` and Bull Board use them. */
export const queueNames = ['inbox', 'shops', 'sync', 'outbox', 'clock'] as const
/** Name of a queue. */
export type QueueName = (typeof queueNames)[number]
