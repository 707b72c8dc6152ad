import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { applyDeliveries } from './apply-deliveries.ts'
import { applyRecorded, type PendingDelivery } from './apply-recorded.ts'
import { type Delivery, deliverySchema } from './delivery.ts'
import { unpackDeliveries } from './pack.ts'

const deliveries = z.array(deliverySchema).min(1)
const packedDeliveries = z.string().transform((packed, { addIssue }) => {
  try {
    return unpackDeliveries(packed)
  } catch {
    addIssue('This is not a compressed batch of deliveries.')
    return z.NEVER
  }
})

/**
 * Records and applies the deliveries of one ingress batch. Any of them may be a repeat. The job fails only when they
 * cannot be recorded. It is then their only copy, so a failed job is kept.
 */
export const receiveWebhook = defineJob({
  name: 'webhook.receive',
  queue: 'inbox',
  payload: z.object({ deliveries: z.union([deliveries, packedDeliveries.pipe(deliveries)]) }),
  options: { attempts: 8, backoffMs: 1_000, keepFailed: 'always' },

  run: ({ deliveries }, context) => context.batchDeliveries(deliveries, (batch) => trace(batch, context)),
})

/** What was batched is one span, in the trace of its delivery or with links to those of several. */
function trace(deliveries: Delivery[], context: JobContext): Promise<void> {
  const of = () => deliveries.map(({ traceContext }) => traceContext)
  return context.tracer.span(
    'deliveries.process',
    () => ({ role: 'consumer', of: of(), attributes: { count: deliveries.length } }),
    () => receive(deliveries, context),
  )
}

/** Once deliveries are recorded, a failure is retried from their rows in Postgres. */
async function receive(deliveries: Delivery[], context: JobContext): Promise<void> {
  const open = await context.tracer.step(
    'deliveries.record',
    () => ({}),
    async (span) => {
      const recorded = await record(deliveries, context)
      if (context.tracer.isOn) span.set({ count: recorded.length, deliveries: recorded.map(({ id }) => id) })
      return recorded
    },
  )
  if (open.length === 0) return
  try {
    await applyRecorded(open, context)
  } catch (error) {
    context.log.warn({ err: error, deliveries: open.length }, 'inbox.deferred')
    await context.enqueue(applyDeliveries, { ids: open.map(({ id }) => id) })
  }
}

/** Returns those that are new or were never finished, each with its row and its shop. */
async function record(deliveries: Delivery[], context: JobContext): Promise<PendingDelivery[]> {
  const { db, metrics } = context
  const { results, refused } = await db.isolateRefused(deliveries, async (some): Promise<PendingDelivery[]> => {
    const rows = await db.deliveries.record(some.map(toNew))
    return rows.flatMap(({ position, ...row }) =>
      some.slice(position, position + 1).map((delivery) => ({ ...row, delivery, isNew: true })),
    )
  })
  for (const { item, refusal } of refused) await keepForLater(item, refusal.reason, context)
  const open = results.flat()
  metrics.deliveries('repeated', deliveries.length - open.length - refused.length)
  return open
}

/**
 * Only a trigger or constraint that is not ours refuses a delivery. It was acknowledged, so it is retried until it is
 * accepted.
 */
async function keepForLater(delivery: Delivery, reason: string, { db, log }: JobContext): Promise<void> {
  const { platform, deliveryId } = delivery
  await db.spill.add({ deliveries: [delivery] })
  log.error({ platform, delivery: deliveryId, reason }, 'inbox.unrecordable')
}

function toNew({ receivedAt, triggeredAt, ...delivery }: Delivery) {
  return {
    ...delivery,
    receivedAt: new Date(receivedAt),
    triggeredAt: triggeredAt === undefined ? null : new Date(triggeredAt),
  }
}
