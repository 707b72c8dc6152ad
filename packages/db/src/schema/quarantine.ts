import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, externalId, shopId } from './columns.ts'

/**
 * Objects that could not be stored in the mirror, each in its latest form. A row is deleted when its object is written.
 */
export const quarantine = pgTable(
  'quarantine',
  {
    id: text().notNull(),
    shopId: shopId(),
    /** Mirror table. */
    tableName: text().notNull(),
    /** An id that is too long for an index is truncated and ends with its hash. */
    externalId: externalId().notNull(),
    /** The platform's version of the object, if it can be stored. */
    sourceUpdatedAt: at(),
    /** Text for users: why it could not be stored. No customer data. */
    reason: text().notNull(),
    /** Error code of Postgres; `null` when the object could not be mapped. */
    sqlstate: text(),
    /** Encrypted JSON of the object as received; deleted by retention, and when a customer in it is redacted. */
    raw: text(),
    /** Source of the latest form: a run, a delivery, or neither (it was read after a hint). */
    runId: text(),
    deliveryId: text(),
    firstSeenAt: at().notNull(),
    lastSeenAt: at().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),

    uniqueIndex('quarantine_once').on(t.shopId, t.tableName, t.externalId),
    index('quarantine_by_age').on(t.lastSeenAt),
  ],
)
