import { guardDeletes } from './delete-guard.ts'
import { removeOrphans } from './remove-orphans.ts'
import { unseenIds } from './unseen-ids.ts'
import type { ResourceWork } from './work.ts'
import { writeRows } from './write-rows.ts'

const SEEN_IDS_LOST =
  'Deletes were not detected, because a crash of Postgres emptied the list of ids seen by this run. The next full sync detects them.'

/**
 * Ends a full read: objects that are in the mirror and were not seen by the run are read once more by id. Those that
 * the shop no longer has are tombstoned with everything that depends on them. Returns why deletes were not detected, or
 * `null`.
 */
export async function reconcile(work: ResourceWork): Promise<string | null> {
  const { context, run, epoch, resource } = work
  await context.db.runs.startReconciling({ runId: run.id, epoch, resource })
  if (await areSeenIdsLost(work)) return SEEN_IDS_LOST

  await guardDeletes(work)
  for await (const ids of unseenIds(work)) {
    for (const externalId of ids) {
      await confirm(work, externalId)
      work.attempt.progressed()
    }
  }
  await removeOrphans(work)
  return null
}

/** `sync_seen` is unlogged and emptied by a crash of Postgres; the count in the run's row is not. */
async function areSeenIdsLost({ context, run, resource }: ResourceWork): Promise<boolean> {
  const [row, found] = await Promise.all([
    context.db.runs.findResource(run.id, resource),
    context.db.mirror.seenCount(run, resource),
  ])
  return found < (row?.noted ?? 0)
}

async function confirm(work: ResourceWork, externalId: string): Promise<void> {
  const { context, resource, open } = work
  work.attempt.signal.throwIfAborted()
  const at = context.now()
  const rows = await open.client.reads.object(resource, externalId)
  if (rows) return writeRows(work, { rows, ids: [externalId] })
  const nothing = { origin: 'api' as const, readAt: at, rows: {} }
  await writeRows(work, { rows: nothing, ids: [], deleted: [{ externalId, at }] })
}
