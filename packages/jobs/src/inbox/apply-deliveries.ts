import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { applyRecorded, type PendingDelivery } from './apply-recorded.ts'
import { toDelivery } from './replay.ts'

/**
 * Applies recorded deliveries. The job holds only their ids, so that redaction and erasure reach every body. A delivery
 * that fails does not block the others.
 */
export const applyDeliveries = defineJob({
  name: 'webhook.apply',
  queue: 'inbox',
  payload: z.object({ ids: z.array(z.string()).min(1) }),
  // `inbox.sweep` enqueues what stays open.
  options: { attempts: 8, backoffMs: 1_000, keepFailed: 'never' },

  async run({ ids }, context) {
    const pending = (await context.db.deliveries.reopen(ids)).flatMap(({ row, ...open }): PendingDelivery[] => {
      const delivery = toDelivery(row)
      return delivery ? [{ ...open, delivery, isNew: false }] : []
    })
    await context.tracer.span(
      'deliveries.process',
      () => ({
        role: 'consumer',
        of: pending.map(({ delivery }) => delivery.traceContext),
        attributes: { count: pending.length, deliveries: pending.map(({ id }) => id) },
      }),
      () => applyAll(pending, context),
    )
  },
})

async function applyAll(pending: readonly PendingDelivery[], context: JobContext): Promise<void> {
  try {
    await applyRecorded(pending, context)
  } catch {
    await applySingly(pending, context)
  }
}

async function applySingly(pending: readonly PendingDelivery[], context: JobContext): Promise<void> {
  const errors: unknown[] = []
  for (const one of pending) {
    try {
      await applyRecorded([one], context)
    } catch (error) {
      errors.push(error)
      context.log.warn({ err: error, delivery: one.id }, 'delivery.deferred')
      await context.db.deliveries.explainFailure(one.id, describeFailure(error).message)
    }
  }
  if (errors.length > 0) throw errors[0]
}
