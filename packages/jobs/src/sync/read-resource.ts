import type { PreparedPage } from '@shopmirror/db'
import type { Json, Page } from '@shopmirror/platforms'
import { readAhead } from './read-ahead.ts'
import { readListed } from './read-listed.ts'
import type { ResourceWork } from './work.ts'
import { writeRows } from './write-rows.ts'

/** Stored in the resource's row. No checkpoint: not started. `next: null`: read to its end. */
interface Checkpoint {
  next: Json
}

/** Reads a resource from its checkpoint to its end. Each page and the checkpoint after it are one transaction. */
export async function readResource(work: ResourceWork): Promise<void> {
  const checkpoint = work.row.checkpoint as Checkpoint | null
  if (checkpoint?.next === null) return

  for await (const page of readAhead(pageReader(work), checkpoint?.next ?? null)) {
    await readListed(work, page)
    await writeRows(work, {
      rows: page.prepared,
      ids: page.ids,
      ...(page.deleted && { deleted: page.deleted }),
      checkpoint: { next: page.next },
      pages: 1,
      announced: leastAnnounced(work, page),
    })
    work.attempt.signal.throwIfAborted()
  }
}

interface ReadyPage extends Omit<Page, 'rows'> {
  prepared: PreparedPage
}

/** Fetches and prepares a page while Postgres writes the previous one. */
function pageReader({ open, resource, window, context }: ResourceWork): (cursor: Json) => Promise<ReadyPage> {
  const bounds = window.from && { from: window.from, to: window.to }
  return async (cursor) => {
    const { rows, ...page } = await open.client.reads.page({ resource, window: bounds, cursor })
    return { ...page, prepared: await context.db.mirror.prepare(rows) }
  }
}

/** Objects are created and deleted during a run, so only the lowest total that the platform reported is required. */
function leastAnnounced({ row }: ResourceWork, { announced }: Pick<Page, 'announced'>): number | undefined {
  if (announced === undefined) return undefined
  row.announced = Math.min(row.announced ?? announced, announced)
  return row.announced
}
