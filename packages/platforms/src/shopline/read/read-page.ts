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
  /** Which of the lists. */
  list: z.int(),
  /** Objects met so far that are not mirrored. */
  passed: z.int(),
  place: z.custom<Json>(),
})

/** One page of what is asked for; the lists of a resource are walked one after the other. */
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
    // Levels go with their product.
    ...(window && resource !== 'inventory' && { deleted: removedIn(items, readAt) }),
    next: place(at.list, next, { lists: lists.length, passed }),
    // Levels are not counted by anybody, and of several lists one does not say how many there are in all.
    ...(total !== null && lists.length === 1 && resource !== 'inventory' && { announced: total - passed }),
  }
}

/** What the list counts and the mirror does not hold; rows may also be of what stands within an object. */
function countPassed(items: readonly Wire[], ids: readonly string[]): number {
  const mirrored = new Set<string | null>(ids)
  return items.filter((item) => !mirrored.has(idOf(item))).length
}

function place(list: number, next: Json, { lists, passed }: { lists: number; passed: number }): Json {
  if (next !== null) return { list, passed, place: next }
  return list + 1 < lists ? { list: list + 1, passed, place: null } : null
}

/** Lists of changes hold what was removed as well, and say so. */
function removedIn(items: readonly Wire[], readAt: Date): { externalId: string; at: Date }[] {
  return items.filter(isRemoved).flatMap((item) => {
    const externalId = idOf(item)
    return externalId ? [{ externalId, at: timeOf(item.updated_at) ?? readAt }] : []
  })
}
