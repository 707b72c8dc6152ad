import { sql } from 'drizzle-orm'
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
    /** `null` until the code is exchanged, where only the token identifies the shop. */
    domain: text(),
    /** Encrypted; what the platform handed over to be exchanged. */
    code: text(),
    /** Encrypted JSON of the token set the code was exchanged for, until the shop has it. */
    tokens: text(),
    accountId: text().references(() => accounts.id),
    shopId: text().references(() => shops.id, { onDelete: 'set null' }),
    /** `null`: as long as the merchant keeps the app. */
    expiresAt: at(),
    claimedAt: at(),
    /** Its install succeeded or failed for good, or its shop was uninstalled. `null`: a job has to work on it. */
    finishedAt: at(),
    /** Why it led to no shop, for people. */
    error: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('installations_by_domain').on(t.platform, t.domain),
    index('installations_unfinished').on(t.id).where(sql`finished_at is null`),
  ],
)
