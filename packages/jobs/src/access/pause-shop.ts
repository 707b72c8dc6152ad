import { withOutbox } from '../queue/with-outbox.ts'
import { type SyncStarters, type SyncTransaction, startSyncIn } from '../sync/start-sync.ts'
import { syncRun } from '../sync/sync-run.ts'

/**
 * Stops calls to a shop, whatever its access. Its open run stops at the next page and waits. Both in one transaction.
 * `false` when the shop was already paused, or is uninstalled.
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
 * Resumes a paused shop and closes the gap, because hints received during the pause were dropped: its paused run
 * continues, or an incremental run starts. A shop without access continues when it is reauthorized. `false` when the
 * shop was not paused.
 */
export function resumeShop(shopId: string, starters: SyncStarters): Promise<boolean> {
  return withOutbox(starters, async (db, enqueue) => {
    if (!(await db.shops.resume(shopId))) return false
    await continueSync(shopId, { ...starters, db, enqueue })
    return true
  })
}

async function continueSync(shopId: string, starting: SyncTransaction): Promise<void> {
  const { db, enqueue } = starting
  const open = await db.runs.findOpen(shopId)
  if (open) {
    await db.runs.resume(open.id)
    await enqueue(syncRun, { runId: open.id, shopId })
  } else if ((await db.shops.find(shopId))?.status === 'active') {
    await startSyncIn({ shopId, type: 'incremental', trigger: 'gap' }, starting)
  }
}
