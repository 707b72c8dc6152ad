import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, externalId, shopId } from './columns.ts'

/** Objects of shops that the mirror could not take, each with what came last. A row goes when its object is written. */
export const quarantine = pgTable(
  'quarantine',
  {
    id: text().primaryKey(),
    shopId: shopId(),
    /** Of the mirror. */
    tableName: text().notNull(),
    /** One that is too long for an index is cut and told apart by its hash. */
    externalId: externalId().notNull(),
    /** The platform's version of it, where that can be stored. */
    sourceUpdatedAt: at(),
    /** For people: why. No customer data. */
    reason: text().notNull(),
    /** What Postgres said; `null` when it did not come that far. */
    sqlstate: text(),
    /** Encrypted JSON of the object as it came; emptied by retention, and when a customer in it is redacted. */
    raw: text(),
    /** What brought it last: a run, a delivery, or neither (it was read again after a hint). */
    runId: text(),
    deliveryId: text(),
    firstSeenAt: at().notNull(),
    lastSeenAt: at().notNull(),
  },
  (t) => [
    uniqueIndex('quarantine_once').on(t.shopId, t.tableName, t.externalId),
    index('quarantine_by_age').on(t.lastSeenAt),
  ],
)
