import type { JobContext } from '../context.ts'

/** Pauses the run of a paused shop. `false` when the shop is not paused (any more): the run continues. */
export function pauseWithShop(run: { id: string; shopId: string }, { db }: JobContext): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await tx.shops.lockIfPaused(run.shopId))) return false
    await tx.runs.pause(run.id)
    return true
  })
}
