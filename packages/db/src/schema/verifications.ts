import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'

/** Short-lived values of a sign-in that is under way, such as the state of an identity provider's redirect. */
export const verifications = pgTable(
  'verifications',
  {
    id: text().primaryKey(),
    /** SHA-256, base64url. */
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: at().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.identifier), index().on(table.expiresAt)],
)
