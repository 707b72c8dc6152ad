import { type SQL, sql } from 'drizzle-orm'
import { customType, jsonb, text, timestamp } from 'drizzle-orm/pg-core'
import { shops } from './shops.ts'

/** A point in time (`timestamptz`), read and written as `Date`. */
export const at = () => timestamp({ withTimezone: true, mode: 'date' })
/** When the row was inserted, by the clock of Postgres. */
export const createdAt = () => at().notNull().defaultNow()

/**
 * A platform's id. Compared byte by byte, independent of the database's locale, so that it sorts the same everywhere,
 * and fast.
 */
export const externalId = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/**
 * The indexed part of a text from a shop, which may have any length: a B-tree accepts at most 2,704 bytes. Queries must
 * use the same expression: `left(email, 255) = 'anna@example.com'`.
 */
export const beginOf = (column: 'email' | 'number' | 'sku' | 'object'): SQL => sql.raw(`left(${column}, 255)`)

/**
 * Which rows have their whole `error` in an index. Longer ones do not fit into an entry: an index of their own names the
 * few rows that have one.
 */
export const hasShortError: SQL = sql.raw('octet_length(error) <= 1000')
export const hasLongError: SQL = sql.raw('octet_length(error) > 1000')

/** A shop's id, or `null`, which is stored as an empty text: columns of a key cannot be NULL. */
export const knownShopId = customType<{ data: string | null; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (id) => id || null,
  toDriver: (id) => id ?? '',
})

/** Rows are deleted with their shop. */
export const shopId = () =>
  text()
    .notNull()
    .references(() => shops.id, { onDelete: 'cascade' })

/**
 * Columns of every mirror table beside its typed ones. No foreign key to `shops`: the erasure deletes rows in batches,
 * and the check would slow down every write.
 */
export const mirrored = {
  shopId: text().notNull(),
  externalId: externalId().notNull(),
  raw: jsonb().notNull(),
  sourceUpdatedAt: at(),
  sourceCreatedAt: at(),
  contentHash: text().notNull(),
  /**
   * When the row was read from the platform's API; `null` when it is from a webhook. Decides between equal versions.
   */
  readAt: at(),
  /** When a change was last written. */
  syncedAt: createdAt(),
  deletedAt: at(),
}
