import type { Repositories } from '@shopmirror/db'
import { tableOf } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

/** Rows examined in one transaction. */
const PIECE_ROWS = 5_000

/**
 * Tombstones lines, fulfillments, variants and inventory levels without a live parent. Writes leave no such rows, but
 * older releases did. Every object of the resource has just been read, so a missing parent does not exist in the shop
 * either.
 */
export async function removeOrphans(work: ResourceWork): Promise<void> {
  let after = await removePiece(work, null)
  while (after) after = await removePiece(work, after)
}

type Cursor = Awaited<ReturnType<Repositories['mirror']['tombstoneOrphans']>>['next']

/** Fenced like every write of a run: the deletes and their count are one transaction. */
async function removePiece(work: ResourceWork, after: Cursor): Promise<Cursor> {
  const { context, run, epoch, resource } = work
  work.attempt.signal.throwIfAborted()
  const search = { shopId: run.shopId, table: tableOf[resource], at: context.now(), after, limit: PIECE_ROWS }
  return context.db.transaction(async (tx) => {
    const { deleted, next } = await tx.mirror.tombstoneOrphans(search)
    await tx.runs.checkpoint({ runId: run.id, epoch, resource, counts: { deleted } })
    return next
  })
}
