import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { withOutbox } from '../queue/with-outbox.ts'
import { type SyncStarters, type SyncTransaction, startSyncIn } from './start-sync.ts'
import { SyncRefusedError } from './sync-refused-error.ts'

/** Shops taken in one transaction. */
const BATCH_SIZE = 100
/** Due shops start at a random time within this, so that they do not all start on the hour, ms. */
const SPREAD_MS = 45_000
/** Shops whose first sync is scheduled in one statement. */
const PLANNED_AT_ONCE = 1_000

/**
 * Starts the syncs that are due. Safe to run concurrently: each shop is taken by one process. A shop that was due
 * several times while nothing ran is synced once. Runs and their jobs are committed together with the shops' next due
 * times.
 */
export const tickSync = defineJob({
  name: 'sync.tick',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, { signal }) {
    await startDueSyncs(context, signal)
    await context.db.heartbeats.beat('clock')
  },
})

/** Names of errors of the database package; jobs import only its types. */
const refusals: ReadonlySet<string> = new Set(['PlanLimitError', 'ShopGoneError'])

/** What starting due syncs needs. */
export type TickDeps = SyncStarters & Pick<JobContext, 'log' | 'now'>

/** Returns how many were started. New shops are scheduled afterwards, so that they do not delay those that are due. */
export async function startDueSyncs(deps: TickDeps, signal: AbortSignal): Promise<number> {
  let count = 0
  while (!signal.aborted) {
    const { taken, started } = await takeBatch(deps)
    count += started
    if (taken < BATCH_SIZE) break
  }
  while (!signal.aborted && (await deps.db.shopSettings.scheduleNew(deps.now(), PLANNED_AT_ONCE)) === PLANNED_AT_ONCE);
  return count
}

function takeBatch(deps: TickDeps): Promise<{ taken: number; started: number }> {
  return withOutbox(deps, async (db, enqueue) => {
    const due = await db.shopSettings.takeDue(deps.now(), BATCH_SIZE)
    let started = 0
    for (const shop of due) if (await start(shop, { ...deps, db, enqueue })) started++
    return { taken: due.length, started }
  })
}

/**
 * `false` when a run is open, the plan's limit is reached or the shop is not active: it is scheduled again anyway. In a
 * savepoint, because a shop that fails must not keep the others from starting.
 */
async function start(
  { shopId, type }: { shopId: string; type: 'full' | 'incremental' },
  starting: SyncTransaction & Pick<TickDeps, 'log'>,
): Promise<boolean> {
  const delayMs = Math.random() * SPREAD_MS
  try {
    const request = { shopId, type, trigger: 'schedule', delayMs } as const
    const { created } = await starting.db.transaction((db) => startSyncIn(request, { ...starting, db }))
    return created
  } catch (error) {
    if (isRefusal(error)) starting.log.info({ shop: shopId, reason: error.message }, 'sync.skipped')
    else starting.log.error({ shop: shopId, err: error }, 'sync.not_started')
    return false
  }
}

function isRefusal(error: unknown): error is Error {
  return error instanceof SyncRefusedError || (error instanceof Error && refusals.has(error.name))
}
