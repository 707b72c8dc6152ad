import { type Counter, counters, type Freshness, type ShopCounts, type Waiting, waitingQueues } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'

/** Numbers of settled work. */
export const countsSchema = z.object(
  Object.fromEntries(counters.map((name) => [name, count])) as Record<Counter, typeof count>,
)

/** Numbers of one hour. */
export const hourSchema = countsSchema.extend({ hour: time.describe('Its beginning') }).meta({ id: 'HourStatistics' })

/** What waits in one queue. */
export const waitingSchema = z
  .object({
    queue: z
      .enum(waitingQueues)
      .describe('`deliveries`: received webhooks; `reads`: objects to be read again; `pushes`; `runs`: syncs'),
    waiting: count.describe('At most 100000'),
    oldest_at: timeOrNull.describe('Since when the oldest waits'),
    shops: z
      .array(
        z.object({ shop_id: z.string(), domain: z.string(), waiting: count, share: z.number().describe('0 to 1') }),
      )
      .describe('Those with the most'),
  })
  .meta({ id: 'WaitingWork' })

/** How fresh the shops of a platform are. */
export const platformFreshnessSchema = z
  .object({
    platform: z.string(),
    shops: count.describe('Active ones'),
    within_hour: count.describe('Whose every resource was read within the last hour'),
    within_day: count,
    oldest_at: timeOrNull,
    median_at: timeOrNull,
  })
  .meta({ id: 'PlatformFreshness' })

/** A shop with failures. */
export const worstShopSchema = z
  .object({ shop_id: z.string(), platform: z.string(), domain: z.string(), failed: count, succeeded: count })
  .meta({ id: 'WorstShop' })

type Counts = Record<Counter, number>

/** Operations that ended, by how. Ignored deliveries succeeded: they were handled, and there was nothing to do. */
export function summarize(counts: Counts): {
  operations: number
  succeeded: number
  failed: number
  success_rate: number | null
} {
  const failed = counts.deliveries_failed + counts.pushes_failed + counts.pushes_conflict + counts.runs_failed
  const succeeded =
    counts.deliveries_applied + counts.deliveries_ignored + counts.pushes_completed + counts.runs_succeeded
  const operations = failed + succeeded
  return { operations, succeeded, failed, success_rate: operations === 0 ? null : succeeded / operations }
}

/** As `waitingSchema`. */
export function presentWaiting({ queue, waiting, oldest, shops }: Waiting): z.input<typeof waitingSchema> {
  return {
    ...{ queue, waiting, oldest_at: iso(oldest) },
    shops: shops.map((shop) => ({
      ...{ shop_id: shop.shopId, domain: shop.domain, waiting: shop.waiting },
      share: waiting === 0 ? 0 : shop.waiting / waiting,
    })),
  }
}

/** As `platformFreshnessSchema`. */
export function presentPlatformFreshness(freshness: Freshness): z.input<typeof platformFreshnessSchema> {
  const { platform, shops, withinHour, withinDay, oldest, median } = freshness
  return {
    platform,
    shops,
    within_hour: withinHour,
    within_day: withinDay,
    oldest_at: iso(oldest),
    median_at: iso(median),
  }
}

/** As `worstShopSchema`. */
export function presentWorstShop(shop: ShopCounts): z.input<typeof worstShopSchema> {
  const { failed, succeeded } = summarize(shop)
  return { shop_id: shop.shopId, platform: shop.platform, domain: shop.domain, failed, succeeded }
}
