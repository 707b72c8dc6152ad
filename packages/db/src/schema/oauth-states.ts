import { pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'

/** Single use: consumed by one `DELETE … RETURNING`. */
export const oauthStates = pgTable('oauth_states', {
  /** SHA-256 of the state, hex. */
  hash: text().primaryKey(),
  platform: text().notNull(),
  /** `null`: the merchant chooses it at the consent. */
  domain: text(),
  /** `null`: the install began on the platform, and whose it is will be claimed. */
  accountId: text().references(() => accounts.id),
  expiresAt: at().notNull(),
  createdAt: createdAt(),
})
