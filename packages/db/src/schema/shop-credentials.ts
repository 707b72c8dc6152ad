import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

/** Tokens and own app of each connected shop, encrypted. Deleted at an uninstall. */
export const shopCredentials = pgTable('shop_credentials', {
  shopId: shopId().primaryKey(),
  /** Encrypted JSON of the token set and, until it has worked once, of the previous refresh token. */
  tokens: text(),
  /** Encrypted JSON of the shop's own API client; `null` when the app's credentials from settings are used. */
  ownApp: text(),
  expiresAt: at(),
  refreshExpiresAt: at(),
  scopes: text().array(),
  /** Incremented by every replacement. */
  version: integer().notNull().default(0),
  leaseOwner: text(),
  leaseUntil: at(),
  /** Rejected refreshes in a row; two revoke the access. */
  refusals: integer().notNull().default(0),
  updatedAt: at().notNull().defaultNow(),
})
