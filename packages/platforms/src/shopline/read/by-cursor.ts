import { z } from 'zod'
import type { Api } from '../api/api.ts'
import { type List, type ListAnswer, requestList, type Step } from './list.ts'

export const cursorPlace = z.object({
  after: z.string(),
  /** The count in every answer so far; `null` once they differ. */
  total: z.int().nullable(),
})
export type CursorPlace = z.output<typeof cursorPlace>

/**
 * The page after a given object, so that added or removed objects shift nothing. `null` when the shop has no cursor for this
 * list, so that it started from the beginning again.
 */
export async function readByCursor(api: Api, list: List, place: CursorPlace | null): Promise<Step | null> {
  const answer = await requestList(api, list, { after: place?.after ?? null })
  if (place && answer.ids.includes(place.after)) return null
  const total = !place || place.total === answer.total ? answer.total : null
  const isLast = answer.ids.length === 0 || isShort(answer)
  return {
    items: answer.items,
    next: isLast ? null : { after: answer.ids.at(-1) ?? '', total },
    total: isLast ? total : null,
  }
}

/** A page with less than the known page size is the last one. */
function isShort({ ids, limit }: ListAnswer): boolean {
  return limit !== null && ids.length < limit
}
