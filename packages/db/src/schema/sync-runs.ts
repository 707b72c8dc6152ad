import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, hasLongError, hasShortError, shopId } from './columns.ts'

/** `full` reads everything and detects deletes; `incremental` reads what changed since the watermark. */
export type RunType = 'full' | 'incremental'
/** Why a run was started. `gap`: webhooks may have been missed, or the shop was paused. */
export type RunTrigger = 'manual' | 'schedule' | 'install' | 'gap'
/** `queued`, `running` and `paused` are open; a shop has at most one open run. */
export type RunStatus = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** Sync runs of shops. Finished runs are deleted after `RUN_RETENTION_DAYS`. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: text().notNull(),
    shopId: shopId(),
    type: text().$type<RunType>().notNull(),
    trigger: text().$type<RunTrigger>().notNull(),
    status: text().$type<RunStatus>().notNull().default('queued'),
    /** Fence: a worker that takes over the run increments it, and can write only while it is unchanged. */
    epoch: integer().notNull().default(0),
    requests: integer().notNull().default(0),
    throttled: integer().notNull().default(0),
    waitedMs: bigint({ mode: 'number' }).notNull().default(0),
    /** Disables the delete guard for this run, because a user has confirmed that the objects were deleted. */
    force: boolean().notNull().default(false),
    /** Of an incremental run that closes a gap: it reads from this time on at the latest. */
    since: at(),
    error: text(),
    errorKind: text(),
    /** Last start or checkpoint. An open run without a recent one has lost its job. */
    heartbeatAt: at().notNull().defaultNow(),
    startedAt: at(),
    finishedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),

    uniqueIndex('sync_runs_one_open').on(t.shopId).where(sql`status in ('queued', 'running', 'paused')`),
    index('sync_runs_by_shop').on(t.shopId, t.id),
    index('sync_runs_by_age').on(t.createdAt),
    // For text search without a look at each row.
    index('sync_runs_error_texts').on(t.id, t.shopId, t.error).where(hasShortError),
    index('sync_runs_long_errors').on(t.id).where(hasLongError),
  ],
)
