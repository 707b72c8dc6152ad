import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

export type RunType = 'full' | 'incremental'
export type RunTrigger = 'manual' | 'schedule' | 'install' | 'gap'
export type RunStatus = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

export const syncRuns = pgTable(
  'sync_runs',
  {
    id: text().primaryKey(),
    shopId: shopId(),
    type: text().$type<RunType>().notNull(),
    trigger: text().$type<RunTrigger>().notNull(),
    status: text().$type<RunStatus>().notNull().default('queued'),
    /** Fence: each worker that takes the run counts it up, and writes only while it is still its own. */
    epoch: integer().notNull().default(0),
    requests: integer().notNull().default(0),
    throttled: integer().notNull().default(0),
    waitedMs: bigint({ mode: 'number' }).notNull().default(0),
    /** Lifts the delete guard for this run: a person has looked and says the objects are really gone. */
    force: boolean().notNull().default(false),
    /** Of an incremental run that closes a gap: read at least from this moment on. */
    since: at(),
    error: text(),
    errorKind: text(),
    /** Last begin or checkpoint: an open run that has been silent for long has lost its job. */
    heartbeatAt: at().notNull().defaultNow(),
    startedAt: at(),
    finishedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('sync_runs_one_open').on(t.shopId).where(sql`status in ('queued', 'running', 'paused')`),
    index('sync_runs_by_shop').on(t.shopId, t.id),
    index('sync_runs_by_age').on(t.createdAt),
    // The few that went wrong, found among the many that did not: for searches in their text.
    index('sync_runs_errors').on(t.id).where(sql`error is not null`),
  ],
)
