import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** Signed calls that have been processed, so that each is processed once. */
export const usedCalls = pgTable(
  'used_calls',
  {
    /** SHA-256 of platform, purpose and nonce. */
    hash: text().primaryKey(),
    usedAt: at().notNull(),
  },
  (t) => [index('used_calls_by_age').on(t.usedAt)],
)
