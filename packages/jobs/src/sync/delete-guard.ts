import { PermanentError, tableOf } from '@shopmirror/platforms'
import { unseenIds } from './unseen-ids.ts'
import type { ResourceWork } from './work.ts'

/** Deletes of a resource that are always allowed, because a share means little in a small shop. */
const GUARD_FREE_DELETES = 10

/**
 * More objects would be deleted than `DELETE_GUARD_SHARE` allows: the rows are kept until an operator has checked the
 * shop.
 */
export class DeleteGuardError extends PermanentError {}

/** Stops a run when the platform seems to list only part of its objects. Throws `DeleteGuardError`. */
export async function guardDeletes(work: ResourceWork): Promise<void> {
  if (work.run.force) return

  const { context, run, resource } = work
  const live = await context.db.mirror.liveCount(run.shopId, tableOf[resource])
  const allowed = Math.max(Math.floor(live * context.settings.DELETE_GUARD_SHARE), GUARD_FREE_DELETES)
  const gone = await countUpTo(unseenIds(work), allowed + 1)
  if (gone <= allowed) return

  const detail =
    `A full sync of ${resource} found more than ${allowed} of ${live} objects missing at ${work.open.shop.domain}. ` +
    'Nothing was deleted. If they were really removed, start a full sync with "force": true. Otherwise check the shop first.'
  const facts = { about: 'delete_guard', resource, allowed, live } as const
  await context.db.alerts.countFailure({ shopId: run.shopId, kind: 'delete_guard', detail, facts, threshold: 1 })
  throw new DeleteGuardError(detail, { platform: work.open.platform.id })
}

/** Stops counting at `most`, so that a million missing objects cost no more than the limit. */
async function countUpTo(ids: AsyncIterable<string[]>, most: number): Promise<number> {
  let count = 0
  for await (const batch of ids) {
    count += batch.length
    if (count >= most) return count
  }
  return count
}
