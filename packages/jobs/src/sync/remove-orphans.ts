import type { Repositories } from '@shopmirror/db'
import { tableOf } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

/** Rows looked at in one transaction. */
const PIECE_ROWS = 5_000

/**
 * Lines, parcels, variants and levels cannot outlive what they belong to. No write leaves such rows; what older versions
 * left goes here. Every object of the resource has just been read, so a row without a living parent has none in the shop.
 */
export async function removeOrphans(work: ResourceWork): Promise<void> {
  let after = await removePiece(work, null)
  while (after) after = await removePiece(work, after)
}

type Cursor = Awaited<ReturnType<Repositories['mirror']['tombstoneOrphans']>>['next']

/** Fenced like every write of a run: counted and gone, or neither. */
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
