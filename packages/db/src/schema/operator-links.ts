import { pgTable, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'

/** Links that make somebody an operator. Single use: consumed by one `DELETE … RETURNING`. */
export const operatorLinks = pgTable('operator_links', {
  /** SHA-256 of the link's token, hex. */
  hash: text().primaryKey(),
  expiresAt: at().notNull(),
  createdAt: createdAt(),
})
