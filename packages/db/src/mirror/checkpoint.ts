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
  shopId: string
  checkpoint: Checkpoint
  counts: Counts
  quarantined: number
  now: Date
}

/** Rows are counted in times of this length, s; the pace is that of one to two of them. */
const PACE_SECONDS = 30

/** Notes the ids seen and moves the checkpoint, in the transaction of the rows. */
export async function saveCheckpoint(
  tx: Transaction,
  { shopId, checkpoint, counts, quarantined, now }: Save,
): Promise<void> {
  const { runId, resource, ids, pages, announced, cursor, spent } = checkpoint
  const at = now.toISOString()
  const isOver = tx`(pace_from is null or pace_from < ${at}::timestamptz - make_interval(secs => ${PACE_SECONDS}))`
  // After a pause the time before it says nothing.
  const isOld = tx`(pace_from < ${at}::timestamptz - make_interval(secs => ${PACE_SECONDS * 3}))`
  const noted = await tx`
    insert into sync_seen (run_id, resource, external_id, shop_id)
    select ${runId}, ${resource}, id, ${shopId} from unnest(${ids.map(idKeyOf)}::text[]) as id
    on conflict do nothing`
  await tx`
    update sync_run_resources set
      checkpoint = ${toStorableJson(cursor)}::text::jsonb,
      pages = pages + ${pages}, requests = requests + ${spent?.requests ?? 0}, rows_read = rows_read + ${ids.length},
      inserted = inserted + ${counts.inserted}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, stale = stale + ${counts.stale}, deleted = deleted + ${counts.deleted},
      quarantined = quarantined + ${quarantined},
      pace_from = case when ${isOver} then ${at} else pace_from end,
      pace_rows = case when ${isOver} then ${ids.length} else pace_rows + ${ids.length} end,
      paced_from = case when ${isOld} then null when ${isOver} then pace_from else paced_from end,
      paced_rows = case when ${isOver} then pace_rows else paced_rows end,
      noted = noted + ${noted.count}, announced = coalesce(${countIn(announced)}::int, announced)
    where shop_id = ${shopId} and run_id = ${runId} and resource = ${resource}`
}

/** As many as a column can count. */
function countIn(announced: number | undefined): number | null {
  return announced === undefined ? null : Math.min(announced, 2 ** 31 - 1)
}
