import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { users } from './users.ts'

/** Sign-ins of people. A session ends when its row is deleted. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the cookie's token, base64url. The token has 190 random bits, so a slow hash would not add security. */
    tokenHash: text().notNull().unique(),
    expiresAt: at().notNull(),
    ipAddress: text(),
    userAgent: text(),
    /** The account that the person has selected; `null`: their first. */
    accountId: text().references(() => accounts.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    /** When the session was last prolonged. */
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
)
