import { eq, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { shopSettings } from './schema/index.ts'
import type { Frequency } from './schema/shop-settings.ts'
import type { RunType } from './schema/sync-runs.ts'

export interface DueShop {
  shopId: string
  type: RunType
}

export interface SettingsChange {
  scheduleEnabled?: boolean
  frequency?: Frequency
  resources?: string[] | null
  fullEveryHours?: number
}

export const frequencySeconds: Record<Frequency, number> = {
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '6h': 21_600,
  '1d': 86_400,
}
/** The next time comes up to this much later, as a share of the interval, so that shops do not march in step. */
const JITTER_SHARE = 0.1

export const shopSettingsRepository = ({ db }: Connection) => ({
  async get(shopId: string) {
    return firstOf(await db.select().from(shopSettings).where(eq(shopSettings.shopId, shopId)))
  },

  /** A new schedule takes effect at once: the next sync is planned anew. */
  async update(shopId: string, change: SettingsChange) {
    const replanned = change.frequency || change.scheduleEnabled !== undefined ? { nextSyncAt: null } : {}
    const fullReplanned = change.fullEveryHours === undefined ? {} : { nextFullAt: null }
    return firstOf(
      await db
        .update(shopSettings)
        .set({ ...change, ...replanned, ...fullReplanned })
        .where(eq(shopSettings.shopId, shopId))
        .returning(),
    )
  },

  /**
   * Shops whose time has come, each taken by one caller alone, their next time set. A shop that was due many times is
   * due once. One that never had a time gets its first.
   */
  async takeDue(at: Date, limit: number): Promise<DueShop[]> {
    const frequencies = Object.entries(frequencySeconds).map(
      ([name, seconds]) => sql`when ${name} then ${seconds}::float8`,
    )
    const seconds = sql`case s.frequency ${sql.join(frequencies, sql` `)} end * (1 + random() * ${JITTER_SHARE}::float8)`
    const moment = sql`${at.toISOString()}::timestamptz`
    const rows = await db.execute<{ shop_id: string; full: boolean; planned: boolean }>(sql`
      with due as (
        select s.shop_id, s.next_sync_at is not null as planned,
          s.next_sync_at is not null and s.next_full_at is not null and s.next_full_at <= ${moment} as "full"
        from shop_settings s join shops h on h.id = s.shop_id
        where s.schedule_enabled and h.status = 'active' and (s.next_sync_at is null or s.next_sync_at <= ${moment})
        order by s.next_sync_at nulls first limit ${limit} for update of s skip locked
      )
      update shop_settings s set
        next_sync_at = ${moment} + make_interval(secs => ${seconds}),
        next_full_at = case when due."full" or s.next_full_at is null
          then ${moment} + make_interval(secs => s.full_every_hours * 3600 * (1 + random() * ${JITTER_SHARE}::float8)) else s.next_full_at end
      from due where s.shop_id = due.shop_id
      returning s.shop_id, due."full", due.planned`)
    return rows
      .filter((row) => row.planned)
      .map((row) => ({ shopId: row.shop_id, type: row.full ? 'full' : 'incremental' }))
  },
})
