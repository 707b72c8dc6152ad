import type { Delivery } from './delivery.ts'

/** Batches processed concurrently: while one waits for Postgres, another is parsed. */
const BATCHES_AT_ONCE = 2
/** Deliveries in one batch; those of one job are never split. */
const BATCH_DELIVERIES_MAX = 500

/** Processes a batch; rejects when all of its deliveries must be retried. */
export type ProcessBatch = (deliveries: Delivery[]) => Promise<void>

/**
 * Processes deliveries at once, or together with those of other jobs once a slot is free. Resolves or rejects with the
 * batch they were part of; a batch is processed by the function of its first caller.
 */
export type BatchDeliveries = (deliveries: readonly Delivery[], process: ProcessBatch) => Promise<void>

interface Batch {
  deliveries: Delivery[]
  process: ProcessBatch
  done: PromiseWithResolvers<void>
}

/** One per process. Bounds the number of statements, whatever the number of jobs. */
export function createBatchDeliveries(): BatchDeliveries {
  const waiting: Batch[] = []
  let active = 0

  const processWaiting = async (): Promise<void> => {
    active += 1
    for (let batch = waiting.shift(); batch; batch = waiting.shift())
      await batch.process(batch.deliveries).then(batch.done.resolve, batch.done.reject)
    active -= 1
  }

  return (deliveries, process) => {
    const last = waiting.at(-1)
    const hasRoom = last && last.deliveries.length + deliveries.length <= BATCH_DELIVERIES_MAX
    const batch = hasRoom ? last : { deliveries: [], process, done: Promise.withResolvers<void>() }
    if (!hasRoom) waiting.push(batch)
    batch.deliveries.push(...deliveries)
    if (active < BATCHES_AT_ONCE) void processWaiting()
    return batch.done.promise
  }
}
