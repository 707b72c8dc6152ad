import { type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import { syncRun } from './sync-run.ts'

type Controls = Pick<OutboxDeps, 'db'>

/** Pauses a run at the next page; `false` when the run is not open. */
export function pauseRun(runId: string, { db }: Controls): Promise<boolean> {
  return db.runs.pause(runId)
}

/** Continues a run at its checkpoint; `false` when the run is not paused. */
export function resumeRun(runId: string, deps: OutboxDeps): Promise<boolean> {
  return withOutbox(deps, async (db, enqueue) => {
    if (!(await db.runs.resume(runId))) return false

    const run = await db.runs.find(runId)
    if (run) await enqueue(syncRun, { runId, shopId: run.shopId })
    return true
  })
}

/** Stops a run for good at the next page; `false` when the run is not open. */
export function cancelRun(runId: string, { db }: Controls): Promise<boolean> {
  return db.runs.cancel(runId)
}
