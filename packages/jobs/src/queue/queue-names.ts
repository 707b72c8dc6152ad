export const queueNames = ['inbox', 'shops', 'sync', 'outbox', 'clock'] as const
export type QueueName = (typeof queueNames)[number]
