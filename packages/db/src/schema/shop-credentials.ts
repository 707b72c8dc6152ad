import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

export const shopCredentials = pgTable('shop_credentials', {
  shopId: shopId().primaryKey(),
  /** Encrypted JSON of the token set and, until the new one has worked once, the refresh token before it. */
  tokens: text(),
  /** Encrypted JSON of the shop's own API client; `null` when the app's credentials from settings are used. */
  ownApp: text(),
  expiresAt: at(),
  refreshExpiresAt: at(),
  scopes: text().array(),
  /** Counts up with every new token set. */
  version: integer().notNull().default(0),
  leaseOwner: text(),
  leaseUntil: at(),
  /** Refusals in a row; two mean the access is gone. */
  refusals: integer().notNull().default(0),
  updatedAt: at().notNull().defaultNow(),
})
