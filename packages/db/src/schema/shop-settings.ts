import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

export type Frequency = '15m' | '30m' | '1h' | '6h' | '1d'

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
    autoPush: jsonb().$type<Record<string, boolean>>().notNull().default({}),
    nextSyncAt: at(),
    nextFullAt: at(),
    /** When a check of the shop's webhooks was last enqueued. */
    webhookCheckQueuedAt: at(),
  },
  (t) => [index('shop_settings_due').on(t.nextSyncAt)],
)
