import { tableOf } from '@shopmirror/platforms'
import { guardDeletes } from './delete-guard.ts'
import { unseenIds } from './unseen-ids.ts'
import type { ResourceWork } from './work.ts'
import { writeRows } from './write-rows.ts'

const NOTES_LOST =
  'Deletes were not looked for: the notes of what was seen were lost when the database stopped. The next full sync looks again.'

/**
 * The end of a full read: what the mirror has and the run did not see is read once more, and only what the shop then
 * does not have is called gone. Answers why no deletes were concluded, or `null` when they were.
 */
export async function reconcile(work: ResourceWork): Promise<string | null> {
  if (await areNotesLost(work)) return NOTES_LOST

  await guardDeletes(work)
  for await (const ids of unseenIds(work)) {
    for (const externalId of ids) await confirm(work, externalId)
  }
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
  const { context, run, resource, open } = work
  work.attempt.signal.throwIfAborted()
  const at = context.now()
  const rows = await open.client.readObject(resource, externalId)
  if (rows) return writeRows(work, { rows, ids: [externalId] })

  const deleted = await context.db.mirror.tombstone({
    shopId: run.shopId,
    table: tableOf[resource],
    externalIds: [externalId],
    at,
  })
  await context.db.runs.checkpoint({ runId: run.id, epoch: work.epoch, resource, counts: { deleted } })
}
