import { z } from 'zod'
import type { JobContext } from './context.ts'
import { defineJob } from './define-job.ts'
import { applyGroup } from './inbox/apply-group.ts'
import { type Delivery, deliverySchema, type Entry, type Outcome } from './inbox/delivery.ts'
import { findShops, type ShopFinder } from './inbox/find-shops.ts'

/** A group of deliveries as the ingress committed it: recorded, applied, marked. Any part of it may come again. */
export const receiveWebhook = defineJob({
  name: 'webhook.receive',
  queue: 'inbox',
  payload: z.object({ deliveries: z.array(deliverySchema).min(1) }),
  options: { attempts: 8, backoffMs: 1_000 },

  async run({ deliveries }, context) {
    const open = await record(deliveries, context)
    if (open.length === 0) return

    const shopOf = await findShops(
      open.map(({ delivery }) => delivery),
      context.db,
    )
    const sorted = open.map((recorded) => sort(recorded, shopOf, context))
    const entries = sorted.filter((item): item is Entry => 'platform' in item)
    const strays = sorted.filter((item): item is Outcome => 'status' in item)
    const outcomes = [...strays, ...(await applyGroup(entries, context))]
    await mark(entries, outcomes, context)
  },
})

interface Recorded {
  id: string
  delivery: Delivery
}

/** Those that are new or were never finished, each with the id of its row. */
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
    return delivery ? [{ id: row.id, delivery }] : []
  })
}

function keyOf({ platform, deliveryId }: { platform: string; deliveryId: string }): string {
  return `${platform} ${deliveryId}`
}

function sort({ id, delivery }: Recorded, shopOf: ShopFinder, { platforms }: JobContext): Entry | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform) return { id, status: 'ignored', error: `This installation serves no platform ${delivery.platform}.` }

  const shop = shopOf(delivery)
  if (!shop) return { id, status: 'ignored', error: 'The shop is not known here.' }
  if (shop.status === 'uninstalled') return { id, status: 'ignored', error: 'The shop is uninstalled.' }
  return { id, delivery, platform, shop }
}

async function mark(entries: readonly Entry[], outcomes: Outcome[], { db, metrics }: JobContext): Promise<void> {
  await db.deliveries.markHandled(outcomes)
  await db.subscriptions.countReceived(countByTopic(entries))
  for (const { status } of outcomes) metrics.deliveries(status, 1)
}

interface Received {
  shopId: string
  topic: string
  count: number
  at: Date
}

function countByTopic(entries: readonly Entry[]): Received[] {
  const groups = Map.groupBy(entries, ({ shop, delivery }) => `${shop.id} ${delivery.topic}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const latest = group
      .map(({ delivery }) => delivery.receivedAt)
      .sort()
      .at(-1)
    return [{ shopId: first.shop.id, topic: first.delivery.topic, count: group.length, at: new Date(latest ?? 0) }]
  })
}
