import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** Evidence that a shop's data was deleted. Outlives the shop, so it has no foreign keys. */
export const erasures = pgTable(
  'erasures',
  {
    id: text().notNull(),
    shopId: text().notNull().unique(),
    accountId: text().notNull(),
    platform: text().notNull(),
    domain: text().notNull(),
    reason: text().notNull(),
    requestedAt: at().notNull().defaultNow(),
    dueAt: at().notNull(),
    finishedAt: at(),
    /** Deleted rows, by table. */
    removed: jsonb().$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.id, t.shopId] }), index('erasures_by_account').on(t.accountId, t.id)],
)
