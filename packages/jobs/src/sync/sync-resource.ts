import type { Resource } from '@shopmirror/platforms'
import { demandAnnounced } from './announced.ts'
import { readResource } from './read-resource.ts'
import { reconcile } from './reconcile.ts'
import { openWindow } from './window.ts'
import type { ResourceWork, RunResource, RunWork } from './work.ts'

/** One resource from wherever it stands to its end. Harmless to repeat; a resource that succeeded is left alone. */
export async function syncResource(run: RunWork, row: RunResource): Promise<void> {
  if (row.status === 'succeeded') return

  const window = await openWindow(run, row)
  const work: ResourceWork = { ...run, row: { ...row }, window, resource: row.resource as Resource }
  await readResource(work)
  await demandAnnounced(work)

  const isFull = window.from === null
  const note = isFull ? await reconcile(work) : null
  if (isFull) await releaseQuarantine(work)
  await finish(work, { full: isFull && note === null, note })
}

/** Every object has been read since the resource began: what was not quarantined again is gone from the shop. */
async function releaseQuarantine({ context, run, resource }: ResourceWork): Promise<void> {
  const row = await context.db.runs.findResource(run.id, resource)
  if (!row?.startedAt) return
  await context.db.quarantine.releaseUnseen({ shopId: run.shopId, resource, before: row.startedAt })
}

/** The watermark first: a crash between the two repeats the end of the resource, and never skips a change. */
async function finish(work: ResourceWork, { full, note }: { full: boolean; note: string | null }): Promise<void> {
  const { context, run, epoch, resource, window } = work
  await context.db.watermarks.advance(run.shopId, resource, window.to, { full })
  await context.db.runs.finishResource({ runId: run.id, epoch, resource, status: 'succeeded', error: note })
  context.log.info({ run: run.id, shop: run.shopId, resource, full, note }, 'resource.synced')
}
