import { foreignKey, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'
import { syncRuns } from './sync-runs.ts'

/** `reconciling`: read to its end, deletes are being confirmed. */
export type RunResourceStatus = 'pending' | 'running' | 'reconciling' | 'succeeded' | 'failed'

/** Progress of each resource of a run, in the order of `position`. */
export const syncRunResources = pgTable(
  'sync_run_resources',
  {
    runId: text().notNull(),
    shopId: text().notNull(),
    resource: text().notNull(),
    position: integer().notNull(),
    status: text().$type<RunResourceStatus>().notNull().default('pending'),
    /** The platform's cursor of the next page. */
    checkpoint: jsonb(),
    pages: integer().notNull().default(0),
    requests: integer().notNull().default(0),
    rowsRead: integer().notNull().default(0),
    inserted: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    stale: integer().notNull().default(0),
    deleted: integer().notNull().default(0),
    /** Objects that could not be stored; see `quarantine`. */
    quarantined: integer().notNull().default(0),
    /** Number of distinct ids written to `sync_seen`. If fewer are found there, a crash emptied it. */
    noted: integer().notNull().default(0),
    /** Rows since `paceFrom`, and in the time before it that began at `pacedFrom`: see `paceOf`. */
    paceRows: integer().notNull().default(0),
    paceFrom: at(),
    pacedRows: integer().notNull().default(0),
    pacedFrom: at(),
    /** Total that the platform reported. */
    announced: integer(),
    windowFrom: at(),
    windowTo: at(),
    startedAt: at(),
    finishedAt: at(),
    error: text(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.resource, t.shopId] }),
    foreignKey({
      name: 'sync_run_resources_run',
      columns: [t.runId, t.shopId],
      foreignColumns: [syncRuns.id, syncRuns.shopId],
    }).onDelete('cascade'),
  ],
)
