import { jsonb, text, timestamp } from 'drizzle-orm/pg-core'
import { shops } from './shops.ts'

export const at = () => timestamp({ withTimezone: true, mode: 'date' })
export const createdAt = () => at().notNull().defaultNow()

/** A child of a shop goes with it. */
export const shopId = () =>
  text()
    .notNull()
    .references(() => shops.id, { onDelete: 'cascade' })

/**
 * What every mirror row has beside its typed columns. No foreign key to `shops`: the erasure removes rows in
 * bounded pieces, and the check would cost on every write.
 */
export const mirrored = {
  shopId: text().notNull(),
  externalId: text().notNull(),
  raw: jsonb().notNull(),
  sourceUpdatedAt: at(),
  sourceCreatedAt: at(),
  contentHash: text().notNull(),
  /** When a change was last written. */
  syncedAt: createdAt(),
  deletedAt: at(),
}
