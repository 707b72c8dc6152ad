import { resumeRun } from './control-run.ts'
import { type SyncStarters, startSync } from './start-sync.ts'

/** Stops calling a shop; its open run stops at the next page and waits. `false` when the shop was not active. */
export async function pauseShop(shopId: string, { db }: Pick<SyncStarters, 'db'>): Promise<boolean> {
  if (!(await db.shops.pause(shopId))) return false

  for (const status of ['queued', 'running'] as const) {
    const runs = await db.runs.list({ accountId: null, shopId, status, limit: 1 })
    for (const { id } of runs) await db.runs.pause(id)
  }
  return true
}

/**
 * Opens a paused shop and closes the gap, since hints that came meanwhile were not followed: its paused run goes on, or
 * an incremental one begins. `false` when the shop was not paused.
 */
export async function resumeShop(shopId: string, starters: SyncStarters): Promise<boolean> {
  if (!(await starters.db.shops.resume(shopId))) return false

  const [paused] = await starters.db.runs.list({ accountId: null, shopId, status: 'paused', limit: 1 })
  if (paused) await resumeRun(paused.id, starters)
  else await startSync({ shopId, type: 'incremental', trigger: 'gap' }, starters)
  return true
}
