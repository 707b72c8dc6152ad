import type { SyncStarters } from './start-sync.ts'
import { syncRun } from './sync-run.ts'

type Controls = Pick<SyncStarters, 'db' | 'enqueue'>

/** Takes effect at the next page; `false` when the run is not open. */
export function pauseRun(runId: string, { db }: Pick<Controls, 'db'>): Promise<boolean> {
  return db.runs.pause(runId)
}

/** Goes on at the checkpoint; `false` when the run is not paused. */
export async function resumeRun(runId: string, { db, enqueue }: Controls): Promise<boolean> {
  if (!(await db.runs.resume(runId))) return false

  const run = await db.runs.find(runId)
  if (run) await enqueue(syncRun, { runId, shopId: run.shopId })
  return true
}

/** Takes effect at the next page, for good; `false` when the run is not open. */
export function cancelRun(runId: string, { db }: Pick<Controls, 'db'>): Promise<boolean> {
  return db.runs.cancel(runId)
}
