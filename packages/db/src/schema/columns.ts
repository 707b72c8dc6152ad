import { type SQL, sql } from 'drizzle-orm'
import { customType, jsonb, text, timestamp } from 'drizzle-orm/pg-core'
import { shops } from './shops.ts'

export const at = () => timestamp({ withTimezone: true, mode: 'date' })
export const createdAt = () => at().notNull().defaultNow()

/** A platform's id. Compared byte by byte, whatever the database's locale: sorts the same everywhere, and quickly. */
export const externalId = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/**
 * What an index holds of a text from outside, which may be of any length: no B-tree takes more than 2,704 bytes. A query
 * has to use the same expression: `left(email, 255) = 'anna@example.com'`.
 */
export const beginOf = (column: 'email' | 'number' | 'sku' | 'object'): SQL => sql.raw(`left(${column}, 255)`)

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
  externalId: externalId().notNull(),
  raw: jsonb().notNull(),
  sourceUpdatedAt: at(),
  sourceCreatedAt: at(),
  contentHash: text().notNull(),
  /** When the platform was asked for what stands here; `null` when a webhook brought it. Breaks ties of equal versions. */
  readAt: at(),
  /** When a change was last written. */
  syncedAt: createdAt(),
  deletedAt: at(),
}
