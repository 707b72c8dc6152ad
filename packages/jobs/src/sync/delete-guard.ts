import { PermanentError, tableOf } from '@shopmirror/platforms'
import { unseenIds } from './unseen-ids.ts'
import type { ResourceWork } from './work.ts'

/** A shop that removes this many objects of a resource, or fewer, is tidying up: a share means little in a small shop. */
const GUARD_FREE_DELETES = 10

/** More would vanish than is believable: the rows are kept until a person has looked. */
export class DeleteGuardError extends PermanentError {}

/** Stops a run before it believes a platform that shows only part of its objects. */
export async function guardDeletes(work: ResourceWork): Promise<void> {
  if (work.run.force) return

  const { context, run, resource } = work
  const live = await context.db.mirror.liveCount(run.shopId, tableOf[resource])
  const allowed = Math.max(Math.floor(live * context.settings.DELETE_GUARD_SHARE), GUARD_FREE_DELETES)
  const gone = await countUpTo(unseenIds(work), allowed + 1)
  if (gone <= allowed) return

  const detail =
    `A full sync of ${resource} found more than ${allowed} of ${live} objects missing at ${work.open.shop.domain}. ` +
    'Nothing was deleted. If they were really removed, start a full sync with "force": true; else look at the shop first.'
  await context.db.alerts.countFailure({ shopId: run.shopId, kind: 'delete_guard', detail, threshold: 1 })
  throw new DeleteGuardError(detail, { platform: work.open.platform.id })
}

/** Stops counting at `most`, so that a vanished million costs no more than a vanished fifth. */
async function countUpTo(ids: AsyncIterable<string[]>, most: number): Promise<number> {
  let count = 0
  for await (const batch of ids) {
    count += batch.length
    if (count >= most) return count
  }
  return count
}
