import { z } from 'zod'
import type { Json } from '../../contract/mirror-rows.ts'
import type { Api } from '../api/api.ts'
import { cursorPlace, readByCursor } from './by-cursor.ts'
import { numberPlace, readByNumber } from './by-number.ts'
import { readBySlice, type SlicePlace, slicePlace, startSlices } from './by-slice.ts'
import type { List, Step } from './list.ts'

const place = z.union([
  z.object({ cursor: cursorPlace }),
  z.object({ number: numberPlace }),
  z.object({ slice: slicePlace }),
])

export interface WalkOptions {
  /** Whether this list may be read by cursor. */
  hasCursor: boolean
  now: Date
}

/** The next page of a list: by cursor if possible, otherwise by page number, and in slices when there are too many pages. */
export async function walk(api: Api, list: List, cursor: Json, options: WalkOptions): Promise<Step> {
  const at = cursor === null ? null : place.parse(cursor)
  if (at && 'slice' in at) return inSlices(api, list, at.slice, options)
  if (at ? 'cursor' in at : options.hasCursor) {
    const step = await readByCursor(api, list, at && 'cursor' in at ? at.cursor : null)
    if (step) return { ...step, next: step.next && { cursor: step.next } }
  }
  const step = await readByNumber(api, list, at && 'number' in at ? at.number : null)
  if (step && !(list.hasTimes && isRestless(step))) return { ...step, next: step.next && { number: step.next } }
  if (step) return { ...step, next: { slice: startSlices(list) } }
  return inSlices(api, list, startSlices(list), options)
}

/** Whether a list lost objects in two reads, so that it is read in slices from now on. */
function isRestless({ next }: Step): boolean {
  return (numberPlace.nullable().parse(next)?.walk ?? 0) > 1
}

async function inSlices(api: Api, list: List, at: SlicePlace, { now }: WalkOptions): Promise<Step> {
  const step = await readBySlice(api, list, at, now)
  return { ...step, next: step.next && { slice: step.next } }
}
