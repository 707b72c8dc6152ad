import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'

/** The app's access to the shop. */
export type ShopAccess = 'connecting' | 'active' | 'reauth_required' | 'uninstalled'
/** The access, or `paused` while a shop with access is paused. */
export type ShopStatus = ShopAccess | 'paused'

/** Connected and uninstalled shops. At most one row per platform and domain is not uninstalled. */
export const shops = pgTable(
  'shops',
  {
    id: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => accounts.id),
    platform: text().notNull(),
    domain: text().notNull(),
    name: text(),
    access: text().$type<ShopAccess>().notNull().default('connecting'),
    /** Set while the shop is paused by a user: no calls are made to it, whatever its access. */
    pausedAt: timestamp({ withTimezone: true, mode: 'date' }),
    /** Combines both: `active` when the shop may be called, `paused` when it has access and is paused. */
    status: text()
      .$type<ShopStatus>()
      .notNull()
      .generatedAlwaysAs(sql`case when access = 'active' and paused_at is not null then 'paused' else access end`),
    /** Why there is no access; text for users. */
    statusReason: text(),
    missingScopes: text().array().notNull().default(sql`'{}'`),
    currency: text(),
    locale: text(),
    timezone: text(),
    /** Data that the platform's adapter needs for mapping; opaque to the core. */
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    factsAt: timestamp({ withTimezone: true, mode: 'date' }),
    installedAt: timestamp({ withTimezone: true, mode: 'date' }),
    uninstalledAt: timestamp({ withTimezone: true, mode: 'date' }),
    createdAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (t) => [
    // A shop that is installed again after an uninstall is a new row, so that the erasure of the old one cannot affect
    // it.
    uniqueIndex('shops_one_connected').on(t.platform, t.domain).where(sql`access <> 'uninstalled'`),
    index('shops_by_account').on(t.accountId, t.id),
    index('shops_by_domain').on(t.platform, t.domain, t.id),
  ],
)
