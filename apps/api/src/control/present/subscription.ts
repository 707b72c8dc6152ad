import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, timeOrNull } from './common.ts'

type Subscription = Awaited<ReturnType<Repositories['subscriptions']['list']>>[number]

/** A webhook subscription with its last problem, gap and silence. */
export const subscriptionSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    topic: z.string(),
    status: z.enum(['wanted', 'active', 'refused']),
    error: z.string().nullable(),
    problem: z
      .enum(['missing', 'doubled', 'wrong_address', 'refused'])
      .nullable()
      .describe('What the last check found wrong; it was repaired unless it is `refused`'),
    problem_at: timeOrNull.describe('When the last problem was found'),
    gap_since: timeOrNull.describe('Changes since then may be missing, until a run has read them'),
    silent_since: timeOrNull.describe('Last delivery before the topic became silent for longer than usual'),
    received_count: count,
    received_24_hours: count.nullable().describe('Deliveries of the last 24 hours; only with `shop`'),
    last_received_at: timeOrNull,
    checked_at: timeOrNull,
  })
  .meta({ id: 'Subscription' })

/** A row of `webhook_subscriptions` as `subscriptionSchema`. `received`: of the last 24 hours, by topic. */
export function presentSubscription(
  row: Subscription,
  received: ReadonlyMap<string, number> | null,
): z.input<typeof subscriptionSchema> {
  return {
    id: row.id,
    shop_id: row.shopId,
    topic: row.topic,
    status: row.status,
    error: row.error,
    problem: row.problem,
    problem_at: iso(row.problemAt),
    gap_since: iso(row.gapSince),
    silent_since: iso(row.silentSince),
    received_count: row.receivedCount,
    received_24_hours: received && (received.get(row.topic) ?? 0),
    last_received_at: iso(row.lastReceivedAt),
    checked_at: iso(row.checkedAt),
  }
}
