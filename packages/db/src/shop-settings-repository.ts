import { eq, type SQL, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { shopSettings } from './schema/index.ts'
import type { Frequency, PushSettings } from './schema/shop-settings.ts'
import type { RunType } from './schema/sync-runs.ts'

/** A shop whose next scheduled sync is due. */
export interface DueShop {
  shopId: string
  type: RunType
}

/** Settings to change; omitted ones are unchanged. `resources: null` means all. */
export interface SettingsChange {
  scheduleEnabled?: boolean
  frequency?: Frequency
  resources?: string[] | null
  fullEveryHours?: number
  pushSettings?: PushSettings
  /** Platform id of a location. */
  defaultLocation?: string | null
}

/** Time between two incremental syncs, seconds. */
export const frequencySeconds: Record<Frequency, number> = {
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '6h': 21_600,
  '1d': 86_400,
}
/** Random delay of the next sync, as a share of the interval, so that shops do not sync at the same time. */
const JITTER_SHARE = 0.1
const jitter = sql`(1 + random() * ${JITTER_SHARE}::float8)`

/** Schedules of shops, and which shops are due. */
export const shopSettingsRepository = ({ db, changed }: Connection) => ({
  /** `null` for an unknown shop, and after its erasure. */
  async get(shopId: string) {
    return firstOf(await db.select().from(shopSettings).where(eq(shopSettings.shopId, shopId)))
  },

  /** A new schedule takes effect at once: the next sync is rescheduled. `null` when the shop has no settings. */
  async update(shopId: string, change: SettingsChange) {
    const replanned = change.frequency || change.scheduleEnabled !== undefined ? { nextSyncAt: null } : {}
    const fullReplanned = change.fullEveryHours === undefined ? {} : { nextFullAt: null }
    const settings = firstOf(
      await db
        .update(shopSettings)
        .set({ ...change, ...replanned, ...fullReplanned })
        .where(eq(shopSettings.shopId, shopId))
        .returning(),
    )
    if (settings) changed({ kind: 'settings', shopId })
    return settings
  },

  /** Schedules the first sync of at most `limit` shops that have none. Returns how many. */
  async scheduleNew(at: Date, limit: number): Promise<number> {
    const planned = await db.execute(sql`
      with unplanned as (
        select s.shop_id from shop_settings s join shops h on h.id = s.shop_id
        where s.schedule_enabled and h.status = 'active' and s.next_sync_at is null
        limit ${limit} for update of s skip locked
      )
      update shop_settings s
      set next_sync_at = ${nextSync(at)}, next_full_at = coalesce(s.next_full_at, ${nextFull(at)})
      from unplanned where s.shop_id = unplanned.shop_id
      returning s.shop_id`)
    return planned.length
  },

  /**
   * Takes shops that are due, the longest waiting first, and schedules their next sync. Each shop is taken by one
   * caller. A shop that was due several times is returned once.
   */
  async takeDue(at: Date, limit: number): Promise<DueShop[]> {
    const moment = momentOf(at)
    const rows = await db.execute<{ shop_id: string; full: boolean }>(sql`
      with due as (
        select s.shop_id, coalesce(s.next_full_at <= ${moment}, false) as "full"
        from shop_settings s join shops h on h.id = s.shop_id
        where s.schedule_enabled and h.status = 'active' and s.next_sync_at <= ${moment}
        order by s.next_sync_at, s.shop_id limit ${limit} for update of s skip locked
      )
      update shop_settings s set
        next_sync_at = ${nextSync(at)},
        next_full_at = case when due."full" or s.next_full_at is null then ${nextFull(at)} else s.next_full_at end
      from due where s.shop_id = due.shop_id
      returning s.shop_id, due."full"`)
    return rows.map((row) => ({ shopId: row.shop_id, type: row.full ? 'full' : 'incremental' }))
  },
})

function momentOf(at: Date): SQL {
  return sql`${at.toISOString()}::timestamptz`
}

function nextSync(at: Date): SQL {
  const frequencies = Object.entries(frequencySeconds).map(
    ([name, seconds]) => sql`when ${name} then ${seconds}::float8`,
  )
  const seconds = sql`case s.frequency ${sql.join(frequencies, sql` `)} end`
  return sql`${momentOf(at)} + make_interval(secs => ${seconds} * ${jitter})`
}

function nextFull(at: Date): SQL {
  return sql`${momentOf(at)} + make_interval(secs => s.full_every_hours * 3600 * ${jitter})`
}
