import type { Page } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'
import { writeRows } from './write-rows.ts'

/**
 * Handles ids that the platform listed without their objects. Those that this run has not seen shifted between two
 * pages while the shop changed; each is read by id. One that no longer exists is left to the end of the run.
 */
export async function readListed(
  work: ResourceWork,
  { idsOnly = [], ids }: Pick<Page, 'idsOnly' | 'ids'>,
): Promise<void> {
  const seenHere = new Set(ids)
  const elsewhere = idsOnly.filter((id) => !seenHere.has(id))
  if (elsewhere.length === 0) return

  const missed = await work.context.db.mirror.unseenOf(work.run, work.resource, elsewhere)
  for (const externalId of missed) {
    const rows = await work.open.client.reads.object(work.resource, externalId)
    if (rows) await writeRows(work, { rows, ids: [externalId] })
    work.attempt.signal.throwIfAborted()
  }
}
