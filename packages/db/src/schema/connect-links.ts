import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { shops } from './shops.ts'

/** Links with which a merchant connects one shop to an account, without an account of their own. */
export const connectLinks = pgTable(
  'connect_links',
  {
    id: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => accounts.id),
    /** SHA-256 of the token in the link, hex. */
    hash: text().notNull().unique(),
    /** Platforms that the merchant can choose from. */
    platforms: text().array().notNull(),
    /** Language of the pages; `null`: the browser's. */
    language: text(),
    /** Where the merchant can go afterwards. */
    returnUrl: text(),
    /** The shop that the link reconnects; `null` for any shop. */
    shopId: text().references(() => shops.id, { onDelete: 'set null' }),
    /** With `boundDomain` the only shop that can be connected: of a reconnect, or the first shop that was approved. */
    boundPlatform: text(),
    boundDomain: text(),
    /** Id of the key or person that made the link. */
    createdBy: text().notNull(),
    expiresAt: at().notNull(),
    /** When a shop was connected with it: the link works once. */
    usedAt: at(),
    revokedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [index('connect_links_by_account').on(t.accountId, t.id), index('connect_links_by_expiry').on(t.expiresAt)],
)
