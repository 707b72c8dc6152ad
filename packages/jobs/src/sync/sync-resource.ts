import type { Resource } from '@shopmirror/platforms'
import { readResource } from './read-resource.ts'
import { reconcile } from './reconcile.ts'
import { requireAnnounced } from './require-announced.ts'
import { openWindow } from './window.ts'
import type { ResourceWork, RunResource, RunWork } from './work.ts'

/**
 * Syncs one resource from its checkpoint to its end. Safe to repeat; does nothing for a resource that has succeeded.
 */
export async function syncResource(run: RunWork, row: RunResource): Promise<void> {
  if (row.status === 'succeeded') return

  const window = await openWindow(run, row)
  const resource = row.resource as Resource
  const isFirst = window.from === null && !(await hasWatermark(run, resource))
  const work: ResourceWork = { ...run, row: { ...row }, window, resource, isFirst }
  await readResource(work)
  await requireAnnounced(work)

  const isFull = window.from === null
  const note = isFull ? await reconcile(work) : null
  if (isFull) await releaseQuarantine(work)
  await finish(work, { full: isFull && note === null, note })
}

async function hasWatermark({ run, context }: RunWork, resource: Resource): Promise<boolean> {
  const watermarks = await context.db.watermarks.get(run.shopId)
  return watermarks.some((mark) => mark.resource === resource)
}

/**
 * Every object has been read since the resource started, so one that was not quarantined again no longer exists in the
 * shop.
 */
async function releaseQuarantine({ context, run, resource }: ResourceWork): Promise<void> {
  const row = await context.db.runs.findResource(run.id, resource)
  if (!row?.startedAt) return
  await context.db.quarantine.releaseUnseen({ shopId: run.shopId, resource, before: row.startedAt })
}

/** The watermark first: a crash between the two statements repeats the end of the resource and skips no change. */
async function finish(work: ResourceWork, { full, note }: { full: boolean; note: string | null }): Promise<void> {
  const { context, run, epoch, resource, window } = work
  await context.db.watermarks.advance(run.shopId, resource, window.to, { full })
  await context.db.runs.finishResource({ runId: run.id, epoch, resource, status: 'succeeded', error: note })
  context.log.info({ run: run.id, shop: run.shopId, resource, full, note }, 'resource.synced')
}
