import { pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'
import { users } from './users.ts'

/** Ways in which a person signs in: a password, or a subject of an identity provider. No tokens of providers are kept. */
export const userLogins = pgTable(
  'user_logins',
  {
    id: text().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** `credential`: a password. */
    provider: text().notNull(),
    /** The person's id at the provider; of a password, the user's id. */
    subject: text().notNull(),
    /** Scrypt, with its salt. */
    password: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [unique().on(table.provider, table.subject), unique().on(table.userId, table.provider)],
)
