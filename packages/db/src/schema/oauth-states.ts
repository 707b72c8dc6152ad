import { pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { connectLinks } from './connect-links.ts'

/** OAuth states. Single use: consumed by one `DELETE … RETURNING`. */
export const oauthStates = pgTable('oauth_states', {
  /** SHA-256 of the state, hex. */
  hash: text().primaryKey(),
  platform: text().notNull(),
  /** `null` when the merchant selects the shop on the consent page. */
  domain: text(),
  /** `null` when the install was started on the platform: an account claims it later. */
  accountId: text().references(() => accounts.id),
  /** The link that the attempt was started with. Such a state only works in the browser that started it. */
  connectLinkId: text().references(() => connectLinks.id, { onDelete: 'cascade' }),
  expiresAt: at().notNull(),
  createdAt: createdAt(),
})
