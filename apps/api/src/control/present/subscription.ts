import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, timeOrNull } from './common.ts'

type Subscription = Awaited<ReturnType<Repositories['subscriptions']['list']>>[number]

export const subscriptionSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    topic: z.string(),
    status: z.enum(['wanted', 'active', 'refused']),
    error: z.string().nullable(),
    received_count: count,
    last_received_at: timeOrNull,
    checked_at: timeOrNull,
  })
  .meta({ id: 'Subscription' })

export function presentSubscription(row: Subscription): z.input<typeof subscriptionSchema> {
  return {
    id: row.id,
    shop_id: row.shopId,
    topic: row.topic,
    status: row.status,
    error: row.error,
    received_count: row.receivedCount,
    last_received_at: iso(row.lastReceivedAt),
    checked_at: iso(row.checkedAt),
  }
}
