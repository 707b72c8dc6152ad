import { createRun, type SyncStarters } from './start-sync.ts'
import { syncRun } from './sync-run.ts'

/**
 * Stops calling a shop, whatever its access; its open run stops at the next page and waits. Both in one transaction.
 * `false` when it was paused already, or is uninstalled.
 */
export function pauseShop(shopId: string, { db }: Pick<SyncStarters, 'db'>): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await tx.shops.pause(shopId))) return false
    const open = await tx.runs.findOpen(shopId)
    if (open) await tx.runs.pause(open.id)
    return true
  })
}

/**
 * Opens a paused shop and closes the gap, since hints that came during the pause were not followed: its paused run goes
 * on, or an incremental one begins. A shop without access begins again when it is reauthorized. Who dies between the
 * transaction and the queue leaves an open run without a job, which `runs.sweep` finds. `false` when the shop was not
 * paused.
 */
export async function resumeShop(shopId: string, starters: SyncStarters): Promise<boolean> {
  const resumed = await starters.db.transaction((tx) => resume(shopId, { ...starters, db: tx }))
  if (resumed?.runId) await starters.enqueue(syncRun, { runId: resumed.runId, shopId })
  return resumed !== null
}

/** `runId`: the run that goes on, where one does. */
async function resume(shopId: string, starters: Omit<SyncStarters, 'enqueue'>): Promise<{ runId?: string } | null> {
  const { db } = starters
  if (!(await db.shops.resume(shopId))) return null

  const open = await db.runs.findOpen(shopId)
  if (open) {
    await db.runs.resume(open.id)
    return { runId: open.id }
  }
  if ((await db.shops.find(shopId))?.status !== 'active') return {}
  const { run } = await createRun({ shopId, type: 'incremental', trigger: 'gap' }, starters)
  return { runId: run.id }
}
