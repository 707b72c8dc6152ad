import type { RecordedDelivery } from '@shopmirror/db'
import { z } from 'zod'
import type { JobContext } from './context.ts'
import { defineJob } from './define-job.ts'
import { applyAccess } from './inbox/apply-access.ts'
import { applyGroup } from './inbox/apply-group.ts'
import { type Delivery, deliverySchema, type Entry, type Outcome } from './inbox/delivery.ts'
import { createGather, type Gather } from './inbox/gather.ts'
import { unpackDeliveries } from './inbox/pack.ts'

const deliveries = z.array(deliverySchema).min(1)
const packedDeliveries = z.string().transform((packed, { addIssue }) => {
  try {
    return unpackDeliveries(packed)
  } catch {
    addIssue('This is not a packed group of deliveries.')
    return z.NEVER
  }
})

/** A group of deliveries as the ingress committed it: recorded, applied, marked. Any part of it may come again. */
export const receiveWebhook = defineJob({
  name: 'webhook.receive',
  queue: 'inbox',
  payload: z.object({ deliveries: z.union([deliveries, packedDeliveries.pipe(deliveries)]) }),
  options: { attempts: 8, backoffMs: 1_000 },

  run: ({ deliveries }, context) => gatherOf(context)(deliveries),
})

/** One a process: a job has nothing of its own to gather in. */
const gathers = new WeakMap<JobContext, Gather>()

function gatherOf(context: JobContext): Gather {
  const gather = gathers.get(context) ?? createGather((group) => receive(group, context))
  gathers.set(context, gather)
  return gather
}

async function receive(deliveries: Delivery[], context: JobContext): Promise<void> {
  const open = await record(deliveries, context)
  if (open.length === 0) return

  const others = open.filter((recorded) => !isAccess(recorded))
  const sorted = others.map((recorded) => sort(recorded, context))
  const entries = sorted.filter((item): item is Entry => 'platform' in item)
  const strays = sorted.filter((item): item is Outcome => 'status' in item)
  const outcomes = [
    ...strays,
    ...(await applyAccess(open.filter(isAccess), context)),
    ...(await applyGroup(entries, context)),
  ]
  await context.db.deliveries.markHandled(outcomes)
  for (const { status } of outcomes) context.metrics.deliveries(status, 1)
}

type Recorded = RecordedDelivery & { delivery: Delivery }

function isAccess({ delivery }: Recorded): boolean {
  return delivery.about === 'access'
}

/** Those that are new or were never finished, each with its row and its shop. */
async function record(deliveries: Delivery[], { db, metrics }: JobContext): Promise<Recorded[]> {
  const open = await db.deliveries.record(
    deliveries.map(({ receivedAt, triggeredAt, ...delivery }) => ({
      ...delivery,
      receivedAt: new Date(receivedAt),
      triggeredAt: triggeredAt ? new Date(triggeredAt) : null,
    })),
  )
  const byKey = new Map(deliveries.map((delivery) => [keyOf(delivery), delivery]))
  metrics.deliveries('repeated', deliveries.length - open.length)
  return open.flatMap((row) => {
    const delivery = byKey.get(keyOf(row))
    return delivery ? [{ ...row, delivery }] : []
  })
}

function keyOf({ platform, deliveryId }: { platform: string; deliveryId: string }): string {
  return `${platform} ${deliveryId}`
}

function sort({ id, delivery, shop }: Recorded, { platforms }: JobContext): Entry | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform) return { id, status: 'ignored', error: `This installation serves no platform ${delivery.platform}.` }
  if (!shop) return { id, status: 'ignored', error: 'The shop is not known here.' }
  return { id, delivery, platform, shop }
}
