import { type SyncStarters, startSync } from './start-sync.ts'

/** Opens a paused shop again and closes the gap: hints that came meanwhile were not followed. `false` when it was not paused. */
export async function resumeShop(shopId: string, starters: SyncStarters): Promise<boolean> {
  if (!(await starters.db.shops.resume(shopId))) return false

  await startSync({ shopId, type: 'incremental', trigger: 'gap' }, starters)
  return true
}
