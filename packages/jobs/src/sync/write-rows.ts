import type { PreparedPage } from '@shopmirror/db'
import { type Json, type MirrorRows, type Page, tableOf } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

interface Batch {
  rows: MirrorRows | PreparedPage
  /** Ids of objects of the resource that exist in the shop according to this batch. */
  ids: string[]
  /** Where a resumed run continues. Default: unchanged. */
  checkpoint?: { next: Json }
  deleted?: NonNullable<Page['deleted']>
  pages?: number
  announced?: number
}

/**
 * Writes rows, the ids seen and the checkpoint in one transaction. Throws `FencedError` when another worker owns the
 * run.
 */
export async function writeRows(work: ResourceWork, batch: Batch): Promise<void> {
  const { context, run, epoch, resource, row } = work
  const { unmapped = [] } = batch.rows
  if (batch.checkpoint) row.checkpoint = batch.checkpoint
  const written = await context.db.mirror.writePage({
    shopId: run.shopId,
    rows: batch.rows,
    record: work.isFirst ? undefined : { source: 'run', causesOf: () => [run.id] },
    deleted: tombstonesOf(batch, tableOf[resource]),
    checkpoint: {
      runId: run.id,
      epoch,
      resource,
      cursor: row.checkpoint as Json,
      // An object that could not be mapped exists in the shop.
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

/** Grouped by the time of the delete, because each group is one statement. */
function tombstonesOf({ deleted = [] }: Batch, table: string) {
  return [...Map.groupBy(deleted, ({ at }) => at.getTime())].map(([at, gone]) => ({
    table,
    externalIds: gone.map(({ externalId }) => externalId),
    at: new Date(at),
  }))
}
