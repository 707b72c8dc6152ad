import { pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'

/** `member`: sees its account. `operator`: sees all accounts, Bull Board and deliveries without a shop. */
export type Role = 'member' | 'operator'

/** API keys of accounts. A revoked key keeps its row. */
export const apiKeys = pgTable('api_keys', {
  id: text().primaryKey(),
  accountId: text()
    .notNull()
    .references(() => accounts.id),
  role: text().$type<Role>().notNull(),
  name: text().notNull().default(''),
  /** SHA-256, hex. Keys have 256 random bits, so a slow hash would not add security. */
  hash: text().notNull().unique(),
  /** Last four characters, to distinguish keys. */
  hint: text().notNull(),
  createdAt: createdAt(),
  lastUsedAt: at(),
  revokedAt: at(),
})
