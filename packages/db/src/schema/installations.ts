import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { shops } from './shops.ts'

/** A grant: pending until an account claims it, then the way into one shop. */
export const installations = pgTable(
  'installations',
  {
    id: text().primaryKey(),
    platform: text().notNull(),
    domain: text().notNull(),
    /** Encrypted; what the platform handed over to be exchanged. */
    code: text(),
    accountId: text().references(() => accounts.id),
    shopId: text().references(() => shops.id, { onDelete: 'set null' }),
    expiresAt: at().notNull(),
    claimedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [index('installations_by_domain').on(t.platform, t.domain)],
)
