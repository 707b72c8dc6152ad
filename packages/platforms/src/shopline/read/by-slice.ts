import { z } from 'zod'
import { PermanentError } from '../../contract/errors.ts'
import type { Api } from '../api/api.ts'
import { queryTime } from '../api/time.ts'
import { numberPlace, readByNumber } from './by-number.ts'
import type { List, Step } from './list.ts'

/** Start of the first slice, ms since the epoch: SHOPLINE has no older objects. */
const BEGINNING_MS = Date.UTC(2010, 0)
const SECOND_MS = 1_000
const BOUNDS = ['updated_after', 'updated_before'] as const

export const slicePlace = z.object({
  /** The slice, ms since the epoch; everything before it has been read. `null`: no end. */
  from: z.int(),
  to: z.int().nullable(),
  /** End of the whole window. */
  until: z.int().nullable(),
  at: numberPlace.nullable(),
})
export type SlicePlace = z.output<typeof slicePlace>

/** Slices by time of change, the oldest first: an object that changes during the read moves to a later slice. */
export function startSlices({ query }: List): SlicePlace {
  const [from, until] = BOUNDS.map((bound) =>
    typeof query[bound] === 'string' ? Date.parse(`${query[bound]}Z`) : null,
  )
  return { from: from ?? BEGINNING_MS, to: until ?? null, until: until ?? null, at: null }
}

/**
 * A page of a slice. A slice with more objects than paging can reach is halved, and so is one from which an object was removed
 * during the read: a slice of a single page cannot shift.
 */
export async function readBySlice(api: Api, list: List, place: SlicePlace, now: Date): Promise<Step> {
  const step = await readByNumber(api, narrow(list, place), place.at)
  if (!step) return { items: [], next: halve(place, now) ?? fail(), total: null }
  const at = numberPlace.nullable().parse(step.next)
  const half = at && (at.slipped || at.walk > 0) ? halve(place, now) : null
  return { ...step, next: half ?? (at ? { ...place, at } : following(place)), total: null }
}

function narrow(list: List, { from, to }: SlicePlace): List {
  const [after, before] = BOUNDS
  const rest = Object.entries(list.query).filter(([name]) => name !== after && name !== before)
  const bounds = [[after, queryTime(new Date(from))], ...(to === null ? [] : [[before, queryTime(new Date(to))]])]
  return { ...list, query: Object.fromEntries([...rest, ...bounds]) }
}

/** `null` for a slice that cannot be halved: queries have whole seconds. */
function halve(place: SlicePlace, now: Date): SlicePlace | null {
  const end = place.to ?? now.getTime()
  const middle = Math.floor((place.from + end) / 2 / SECOND_MS) * SECOND_MS
  return middle > place.from && middle < end ? { ...place, to: middle, at: null } : null
}

function fail(): never {
  throw new PermanentError(
    'SHOPLINE: more objects changed within one second than paging can reach. Ask SHOPLINE to enable cursor paging and set SHOPLINE_CURSOR_PAGING=all.',
    { platform: 'shopline' },
  )
}

/** Bounds are inclusive, so adjacent slices share a second. The rest of the window is tried as one slice. */
function following({ to, until }: SlicePlace): SlicePlace | null {
  return to === null || to === until ? null : { from: to, to: until, until, at: null }
}
