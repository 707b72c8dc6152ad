import type { PreparedPage } from '@shopmirror/db'
import { type Json, type MirrorRows, type Page, tableOf } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

interface Batch {
  rows: MirrorRows | PreparedPage
  /** Objects of the resource that are proven to exist by this batch. */
  ids: string[]
  /** Where a resumed run goes on; absent leaves it where it is. */
  checkpoint?: { next: Json }
  deleted?: NonNullable<Page['deleted']>
  pages?: number
  announced?: number
}

/** Rows, the ids seen and the checkpoint in one transaction. Throws `FencedError` when the run is no longer ours. */
export async function writeRows(work: ResourceWork, batch: Batch): Promise<void> {
  const { context, run, epoch, resource, row } = work
  const { unmapped = [] } = batch.rows
  if (batch.checkpoint) row.checkpoint = batch.checkpoint
  const written = await context.db.mirror.writePage({
    shopId: run.shopId,
    rows: batch.rows,
    deleted: gravesOf(batch, tableOf[resource]),
    checkpoint: {
      runId: run.id,
      epoch,
      resource,
      cursor: row.checkpoint as Json,
      // An object that could not be mapped exists all the same.
      ids: [
        ...batch.ids,
        ...unmapped.filter(({ table }) => table === tableOf[resource]).map(({ externalId }) => externalId),
      ],
      pages: batch.pages ?? 0,
      announced: batch.announced,
      spent: work.spending.take(),
    },
  })
  if (batch.ids.length > 0) work.attempt.progressed()
  context.metrics.rowsWritten(work.open.platform.id, written)
}

/** Together what went together: one statement a moment. */
function gravesOf({ deleted = [] }: Batch, table: string) {
  return [...Map.groupBy(deleted, ({ at }) => at.getTime())].map(([at, gone]) => ({
    table,
    externalIds: gone.map(({ externalId }) => externalId),
    at: new Date(at),
  }))
}
