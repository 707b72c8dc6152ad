import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

/** Interval of incremental syncs: minutes, hours or a day. */
export type Frequency = '15m' | '30m' | '1h' | '6h' | '1d'

/** What happens to a push in conflict: cancelled, sent again without the comparison, or kept for a person. */
export type ConflictPolicy = 'shop_wins' | 'ours_wins' | 'hold'

/** How changes of one entity go out to the shop. */
export interface EntityPushSettings {
  /** Off: pushes are held. */
  enabled: boolean
  /** Pushes are sent together, this often; 0: at once. Minutes. */
  intervalMinutes: number
  /** What happens when the shop holds another value than the push expected. */
  onConflict: ConflictPolicy
}

/** By entity; an entity without settings has the defaults. */
export type PushSettings = Partial<Record<string, EntityPushSettings>>

/** Schedule of each shop. `next_sync_at` and `next_full_at` are `null` until they are scheduled. */
export const shopSettings = pgTable(
  'shop_settings',
  {
    shopId: shopId().primaryKey(),
    scheduleEnabled: boolean().notNull().default(true),
    frequency: text().$type<Frequency>().notNull().default('15m'),
    /** `null`: all resources of the platform. */
    resources: text().array(),
    /** Interval of full runs, hours. Only full runs detect all deletes. */
    fullEveryHours: integer().notNull().default(168),
    /** By entity; what is not named has the defaults of the push sender. */
    pushSettings: jsonb().$type<PushSettings>().notNull().default({}),
    /** Location of stock pushes that name none; `null`: the only one of the shop. */
    defaultLocation: text(),
    nextSyncAt: at(),
    nextFullAt: at(),
    /** When a check of the shop's webhooks was last enqueued. */
    webhookCheckQueuedAt: at(),
  },
  (t) => [index('shop_settings_due').on(t.nextSyncAt)],
)
