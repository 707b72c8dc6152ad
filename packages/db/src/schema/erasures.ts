import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** Evidence that a shop's data went; outlives the shop, so it points at nothing. */
export const erasures = pgTable(
  'erasures',
  {
    id: text().primaryKey(),
    shopId: text().notNull().unique(),
    accountId: text().notNull(),
    platform: text().notNull(),
    domain: text().notNull(),
    reason: text().notNull(),
    requestedAt: at().notNull().defaultNow(),
    dueAt: at().notNull(),
    finishedAt: at(),
    /** Rows removed, by table. */
    removed: jsonb().$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [index('erasures_by_account').on(t.accountId, t.id)],
)
