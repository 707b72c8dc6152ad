import type { Resource } from '@shopmirror/platforms'
import type { RunResource, RunWork, Window } from './work.ts'

/**
 * The time range to read of a resource. Decided once, when the resource starts, and stored in its row: a resumed
 * resource keeps its range. Without a watermark the resource has never been read to its end, so it is read in full.
 */
export async function openWindow(work: RunWork, row: RunResource): Promise<Window> {
  if (row.windowTo) return { from: row.windowFrom, to: row.windowTo }

  const window = await decideWindow(work, row.resource as Resource)
  await work.context.db.runs.startResource({
    runId: work.run.id,
    epoch: work.epoch,
    resource: row.resource,
    windowFrom: window.from,
    windowTo: window.to,
  })
  return window
}

async function decideWindow({ run, open, context }: RunWork, resource: Resource): Promise<Window> {
  const to = await open.client.reads.clock()
  if (run.type === 'full') return { from: null, to }

  const watermarks = await context.db.watermarks.get(run.shopId)
  const syncedTo = watermarks.find((mark) => mark.resource === resource)?.syncedTo
  if (!syncedTo) return { from: null, to }
  const begin = Math.min(syncedTo.getTime(), run.since?.getTime() ?? Number.POSITIVE_INFINITY)
  return { from: new Date(begin - open.platform.reads.overlapMs), to }
}
