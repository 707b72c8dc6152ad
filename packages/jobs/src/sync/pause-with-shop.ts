import type { JobContext } from '../context.ts'

/** Pauses the run of a paused shop. `false` when the shop is not paused, or was resumed in the meantime: the run goes on. */
export function pauseWithShop(run: { id: string; shopId: string }, { db }: JobContext): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await tx.shops.holdPaused(run.shopId))) return false
    await tx.runs.pause(run.id)
    return true
  })
}
