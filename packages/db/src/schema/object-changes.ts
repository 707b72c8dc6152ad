import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, externalId } from './columns.ts'

/** `unchanged`: the object was read again and was as the mirror had it. */
export type ObjectChange = 'inserted' | 'updated' | 'deleted' | 'restored' | 'unchanged'
/** `webhook`: a delivery contained the object; `read`: it was read again, because of a hint or a push; `run`: a sync read it. */
export type ChangeSource = 'webhook' | 'read' | 'run'

/**
 * Partitioned by the day of `at`. What changed in the mirror and what caused it, written in the transaction of the change and deleted after
 * `LINEAGE_RETENTION_DAYS`. Ids and column names only. The first full sync of a resource writes none: its run is the record.
 */
export const objectChanges = pgTable(
  'object_changes',
  {
    shopId: text().notNull(),
    at: at().notNull(),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** `table/external_id`; of a row that belongs to an object of another table (a variant, a line) that object. */
    object: externalId().notNull(),
    /** The row's own table. */
    tableName: text().notNull(),
    /** The row's own id, when it is not the object's. */
    rowId: externalId(),
    change: text().$type<ObjectChange>().notNull(),
    source: text().$type<ChangeSource>().notNull(),
    /** Ids of the deliveries, pushes or the run that caused it, as far as they are known. */
    causes: text().array().notNull(),
    /** The platform's version of the row. */
    version: at(),
    /** Columns whose value changed, of an update. */
    columns: text().array(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.at, t.id] }),
    index('object_changes_by_object').on(t.shopId, t.object, t.at),
  ],
)
