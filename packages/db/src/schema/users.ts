import { boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'

/** People who sign in. What they may do in an account is in `account_members`. */
export const users = pgTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Lower case. */
  email: text().notNull().unique(),
  /** Whether somebody has proven that the address is theirs: by a mailed link, or by an identity provider. */
  emailVerified: boolean().notNull().default(false),
  image: text(),
  /** Operators see all accounts. */
  operator: boolean().notNull().default(false),
  /** `en`, `hu` or `de`; `null`: the browser's. */
  language: text().$type<'en' | 'hu' | 'de'>(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
})
