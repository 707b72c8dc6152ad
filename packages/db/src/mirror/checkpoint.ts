import type { Transaction } from '../connection.ts'
import type { Counts } from './counts.ts'
import { idKeyOf } from './id-key.ts'
import { toStorableJson } from './storable.ts'

/** The progress of a run after a page: saved in the same transaction as the page's rows. */
export interface Checkpoint {
  runId: string
  epoch: number
  resource: string
  /** Where a resumed run goes on. */
  cursor: unknown
  /** Objects of the resource that are proven to exist. */
  ids: string[]
  pages: number
  announced?: number
  /** Calls since the last checkpoint. */
  spent?: { requests: number; throttled: number; waitedMs: number }
}

interface Save {
  checkpoint: Checkpoint
  counts: Counts
  quarantined: number
}

/** Notes the ids seen and moves the checkpoint, in the transaction of the rows. */
export async function saveCheckpoint(tx: Transaction, { checkpoint, counts, quarantined }: Save): Promise<void> {
  const { runId, resource, ids, pages, announced, cursor, spent } = checkpoint
  const noted = await tx`
    insert into sync_seen (run_id, resource, external_id)
    select ${runId}, ${resource}, id from unnest(${ids.map(idKeyOf)}::text[]) as id
    on conflict do nothing`
  await tx`
    update sync_run_resources set
      checkpoint = ${toStorableJson(cursor)}::text::jsonb,
      pages = pages + ${pages}, requests = requests + ${spent?.requests ?? 0}, rows_read = rows_read + ${ids.length},
      inserted = inserted + ${counts.inserted}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, stale = stale + ${counts.stale}, deleted = deleted + ${counts.deleted},
      quarantined = quarantined + ${quarantined},
      noted = noted + ${noted.count}, announced = coalesce(${countIn(announced)}::int, announced)
    where run_id = ${runId} and resource = ${resource}`
}

/** As many as a column can count. */
function countIn(announced: number | undefined): number | null {
  return announced === undefined ? null : Math.min(announced, 2 ** 31 - 1)
}
