import { and, eq, isNotNull } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { webhookSubscriptions } from './schema/index.ts'

/** A topic without deliveries for longer than usual. `longestGapMs`: longest interval between two deliveries. */
export interface SilentTopic {
  shopId: string
  platform: string
  topic: string
  lastReceivedAt: Date
  longestGapMs: number
}

/** How the longest usual interval of a topic is determined. */
export interface IntervalQuery {
  shopId: string
  /** Deliveries from this time on are considered. */
  since: Date
  /** With fewer deliveries, or a shorter time from the first to the last (ms), the interval is unknown. */
  minDeliveries: number
  minSpanMs: number
}

interface SilentRow {
  shop_id: string
  platform: string
  topic: string
  last_received_at: Date
  longest_gap_ms: string
}

/** Detection of topics whose deliveries have stopped. */
export const silence = ({ db, sql, now }: Pick<Connection, 'db' | 'sql' | 'now'>) => ({
  /** Stores the longest recent interval between two deliveries of each topic. A silent topic keeps its interval. */
  async updateIntervals({ shopId, since, minDeliveries, minSpanMs }: IntervalQuery) {
    await sql`
      with waits as (
        select topic, received_at,
          extract(epoch from received_at - lag(received_at) over (partition by topic order by received_at)) * 1000 as ms
        from webhook_deliveries where shop_id = ${shopId} and received_at >= ${since.toISOString()}
      ), learnt as (
        select topic, max(ms) as longest from waits group by topic
        having count(*) >= ${minDeliveries}
          and extract(epoch from max(received_at) - min(received_at)) * 1000 >= ${minSpanMs}
      )
      update webhook_subscriptions s
      set longest_gap_ms = (select round(l.longest)::bigint from learnt l where l.topic = s.topic)
      where s.shop_id = ${shopId} and s.silent_since is null`
  },

  /** Topics silent for several times their longest interval that have no alert yet. */
  async listSilent({
    times,
    atLeastMs,
    limit,
  }: {
    times: number
    atLeastMs: number
    limit: number
  }): Promise<SilentTopic[]> {
    const rows = await sql<SilentRow[]>`
      select s.shop_id, h.platform, s.topic, s.last_received_at, s.longest_gap_ms
      from webhook_subscriptions s join shops h on h.id = s.shop_id
      where h.status = 'active' and s.status = 'active' and s.silent_since is null and s.longest_gap_ms is not null
        and s.last_received_at + make_interval(secs => greatest(s.longest_gap_ms * ${times}::int, ${atLeastMs}::int) / 1000.0)
          < ${now().toISOString()}
      order by s.shop_id, s.topic limit ${limit}`
    return rows.map((row) => ({
      ...{ shopId: row.shop_id, platform: row.platform, topic: row.topic },
      ...{ lastReceivedAt: new Date(row.last_received_at), longestGapMs: Number(row.longest_gap_ms) },
    }))
  },

  async markSilent({ shopId, topic, lastReceivedAt }: Pick<SilentTopic, 'shopId' | 'topic' | 'lastReceivedAt'>) {
    await db
      .update(webhookSubscriptions)
      .set({ silentSince: lastReceivedAt })
      .where(and(eq(webhookSubscriptions.shopId, shopId), eq(webhookSubscriptions.topic, topic)))
  },

  /**
   * Clears silent topics that have a delivery again. Returns their shops, and whether another topic is still silent.
   */
  async clearSilent(): Promise<{ shopId: string; isStillSilent: boolean }[]> {
    const heard = await sql<{ shop_id: string }[]>`
      update webhook_subscriptions set silent_since = null
      where silent_since is not null and last_received_at > silent_since returning shop_id`
    const shopIds = [...new Set(heard.map((row) => row.shop_id))]
    const silent = await db
      .selectDistinct({ shopId: webhookSubscriptions.shopId })
      .from(webhookSubscriptions)
      .where(isNotNull(webhookSubscriptions.silentSince))
    return shopIds.map((shopId) => ({ shopId, isStillSilent: silent.some((row) => row.shopId === shopId) }))
  },
})
