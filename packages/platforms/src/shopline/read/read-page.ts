import { z } from 'zod'
import { type Json, type MirrorRows, tableOf } from '../../contract/mirror-rows.ts'
import type { Page, PageRequest } from '../../contract/reads.ts'
import { isRemoved } from '../map/index.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, timeOf } from '../map/wire.ts'
import { hasCursor, listsOf } from './lists.ts'
import type { Reading } from './reading.ts'
import { walk } from './walk.ts'

const cursorShape = z.object({
  /** Index of the list. */
  list: z.int(),
  /** Number of listed objects so far that are not mirrored. */
  passed: z.int(),
  place: z.custom<Json>(),
})

/** One page of a resource. Its lists are read one after the other. */
export async function readPage(request: PageRequest, reading: Reading): Promise<Page> {
  const { resource, window } = request
  const at = request.cursor === null ? { list: 0, passed: 0, place: null } : cursorShape.parse(request.cursor)
  const lists = listsOf(request, reading.settings)
  const list = lists[at.list]
  if (!list) throw new Error(`Invalid cursor: ${resource} has no list ${at.list}.`)
  const readAt = reading.now()
  const options = { hasCursor: hasCursor(resource, reading.settings), now: readAt }
  const { items, next, total } = await walk(reading.api, list, at.place, options)
  const page = await reading.toRows(resource, items)
  const ids = (page.rows[tableOf[resource]] ?? []).map(({ externalId }) => externalId)
  const passed = at.passed + countPassed(items, ids)
  const rows: MirrorRows = { origin: 'api', readAt, ...page }
  return {
    ...{ rows, ids },
    // Levels are deleted with their product.
    ...(window && resource !== 'inventory' && { deleted: removedIn(items, readAt) }),
    next: place(at.list, next, { lists: lists.length, passed }),
    // There is no count of levels, and the count of one of several lists is not the total.
    ...(total !== null && lists.length === 1 && resource !== 'inventory' && { announced: total - passed }),
  }
}

/** Number of listed objects that are not mirrored. Rows may also come from nested objects. */
function countPassed(items: readonly Wire[], ids: readonly string[]): number {
  const mirrored = new Set<string | null>(ids)
  return items.filter((item) => !mirrored.has(idOf(item))).length
}

function place(list: number, next: Json, { lists, passed }: { lists: number; passed: number }): Json {
  if (next !== null) return { list, passed, place: next }
  return list + 1 < lists ? { list: list + 1, passed, place: null } : null
}

/** Deleted objects, which lists of changes also contain. */
function removedIn(items: readonly Wire[], readAt: Date): { externalId: string; at: Date }[] {
  return items.filter(isRemoved).flatMap((item) => {
    const externalId = idOf(item)
    return externalId ? [{ externalId, at: timeOf(item.updated_at) ?? readAt }] : []
  })
}
