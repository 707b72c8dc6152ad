import { z } from 'zod'
import { PermanentError } from '../../contract/errors.ts'
import type { Api } from '../api/api.ts'
import { queryTime } from '../api/time.ts'
import { numberPlace, readByNumber } from './by-number.ts'
import type { List, Step } from './list.ts'

/** Nothing that SHOPLINE holds is older, ms. */
const BEGINNING_MS = Date.UTC(2010, 0)
const SECOND_MS = 1_000
const BOUNDS = ['updated_after', 'updated_before'] as const

export const slicePlace = z.object({
  /** The slice, ms; all before it is read. `null` has no end. */
  from: z.int(),
  to: z.int().nullable(),
  /** Where the whole ends. */
  until: z.int().nullable(),
  at: numberPlace.nullable(),
})
export type SlicePlace = z.output<typeof slicePlace>

/** Slices of the time of the last change, the oldest first: what changes meanwhile moves into one that is yet to come. */
export function startSlices({ query }: List): SlicePlace {
  const [from, until] = BOUNDS.map((bound) =>
    typeof query[bound] === 'string' ? Date.parse(`${query[bound]}Z`) : null,
  )
  return { from: from ?? BEGINNING_MS, to: until ?? null, until: until ?? null, at: null }
}

/**
 * A page of a slice. One that holds more than pages reach is halved, and so is one that lost something meanwhile: what
 * fits on a page cannot slip.
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

/** `null` for what cannot be halved: times are asked for in whole seconds. */
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

/** Bounds are inclusive, so slices meet in the second they share. What is left is tried whole. */
function following({ to, until }: SlicePlace): SlicePlace | null {
  return to === null || to === until ? null : { from: to, to: until, until, at: null }
}
