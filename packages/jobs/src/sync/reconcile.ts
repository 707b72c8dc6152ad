import { guardDeletes } from './delete-guard.ts'
import { removeOrphans } from './remove-orphans.ts'
import { unseenIds } from './unseen-ids.ts'
import type { ResourceWork } from './work.ts'
import { writeRows } from './write-rows.ts'

const NOTES_LOST =
  'Deletes were not looked for: the notes of what was seen were lost when the database stopped. The next full sync looks again.'

/**
 * The end of a full read: what the mirror has and the run did not see is read once more, and only what the shop then
 * does not have is called gone, with all that depends on it. Answers why no deletes were concluded, or `null` when they were.
 */
export async function reconcile(work: ResourceWork): Promise<string | null> {
  const { context, run, epoch, resource } = work
  await context.db.runs.startReconciling({ runId: run.id, epoch, resource })
  if (await areNotesLost(work)) return NOTES_LOST

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

/** `sync_seen` is emptied by a crash of Postgres; the count in the run's row is not. */
async function areNotesLost({ context, run, resource }: ResourceWork): Promise<boolean> {
  const [row, found] = await Promise.all([
    context.db.runs.findResource(run.id, resource),
    context.db.mirror.seenCount(run.id, resource),
  ])
  return found < (row?.noted ?? 0)
}

async function confirm(work: ResourceWork, externalId: string): Promise<void> {
  const { context, resource, open } = work
  work.attempt.signal.throwIfAborted()
  const at = context.now()
  const rows = await open.client.readObject(resource, externalId)
  if (rows) return writeRows(work, { rows, ids: [externalId] })
  const nothing = { origin: 'api' as const, readAt: at, rows: {} }
  await writeRows(work, { rows: nothing, ids: [], deleted: [{ externalId, at }] })
}
