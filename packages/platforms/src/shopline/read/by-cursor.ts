import { z } from 'zod'
import type { Api } from '../api/api.ts'
import { type List, type ListAnswer, requestList, type Step } from './list.ts'

export const cursorPlace = z.object({
  after: z.string(),
  /** As every answer so far counted; `null` once they differ. */
  total: z.int().nullable(),
})
export type CursorPlace = z.output<typeof cursorPlace>

/**
 * A page after the object before it: nothing that comes or goes meanwhile moves the rest. `null` where the shop has no
 * cursor for this list: it began from the start again.
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

/** Less than a full page is the last one, where we know what a full page is. */
function isShort({ ids, limit }: ListAnswer): boolean {
  return limit !== null && ids.length < limit
}
