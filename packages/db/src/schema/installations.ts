import { sql } from 'drizzle-orm'
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { connectLinks } from './connect-links.ts'
import { shops } from './shops.ts'

/** A merchant's authorization: unclaimed until an account claims it, then used to set up one shop. */
export const installations = pgTable(
  'installations',
  {
    id: text().primaryKey(),
    platform: text().notNull(),
    /** `null` until the code is exchanged, on platforms where only the token identifies the shop. */
    domain: text(),
    /** Encrypted authorization code. */
    code: text(),
    /** Encrypted JSON of the token set the code was exchanged for, until the shop has it. */
    tokens: text(),
    accountId: text().references(() => accounts.id),
    shopId: text().references(() => shops.id, { onDelete: 'set null' }),
    /** The link that the merchant started with. */
    connectLinkId: text().references(() => connectLinks.id, { onDelete: 'set null' }),
    /** SHA-256 of the state that started it, hex: the browser that has the state may see its progress. */
    attempt: text(),
    /** `null`: does not expire while the app is installed. */
    expiresAt: at(),
    claimedAt: at(),
    /** The install succeeded or failed for good, or the shop was uninstalled. `null`: a job is needed. */
    finishedAt: at(),
    /** Why the install failed; text for users. */
    error: text(),
    /** Word for the reason, from which pages choose their texts; `null` when there is none. */
    refusal: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('installations_by_domain').on(t.platform, t.domain),
    index('installations_by_shop').on(t.shopId, t.id),
    index('installations_by_attempt').on(t.attempt).where(sql`attempt is not null`),
    index('installations_unfinished').on(t.id).where(sql`finished_at is null`),
  ],
)
