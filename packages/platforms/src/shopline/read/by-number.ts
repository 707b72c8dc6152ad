import { z } from 'zod'
import { RetryableError } from '../../contract/errors.ts'
import type { Api } from '../api/api.ts'
import { type List, type ListAnswer, requestList, type Step } from './list.ts'

/** Paging by number ends here, however many objects there are. */
const DEEPEST = 10_000
/** Maximum reads of a list that changes. */
const WALKS_MAX = 8

export const numberPlace = z.object({
  page: z.int(),
  /** Count in the latest answer. */
  total: z.int(),
  /** The list became shorter during the read, so objects may have moved to a page already read. */
  slipped: z.boolean(),
  /** Count in the first answer of this read. */
  first: z.int().nullable(),
  walk: z.int(),
})
export type NumberPlace = z.output<typeof numberPlace>

const START: NumberPlace = { page: 1, total: 0, slipped: false, first: null, walk: 0 }

/**
 * A page by number, newest first. Added objects shift the rest back, so that some are read twice; only removed objects can
 * make others be missed. Then the list is read again, until nothing is removed during a read.
 * `null`: there are more objects than paging can reach.
 */
export async function readByNumber(api: Api, list: List, place: NumberPlace | null): Promise<Step | null> {
  const at = place ?? START
  const answer = await requestList(api, list, { page: at.page })
  if (isTooDeep(answer, at.page * list.perPage)) return null
  const total = answer.total ?? 0
  const first = at.page === 1 ? answer.total : at.first
  const slipped = at.slipped || (at.page > 1 && total < at.total)
  const next = nextOf(answer, { ...at, total, slipped, first })
  return { items: answer.items, next, total: next === null && first === total ? first : null }
}

/** A count of 10,000 may be the platform's maximum; without a count the limit is assumed to be reached. */
function isTooDeep({ total, ids }: ListAnswer, reached: number): boolean {
  return total === null ? ids.length > 0 && reached >= DEEPEST : total >= DEEPEST
}

function nextOf(answer: ListAnswer, at: NumberPlace): NumberPlace | null {
  const isLast = answer.pages === null ? answer.ids.length === 0 : at.page >= answer.pages
  if (!isLast) return { ...at, page: at.page + 1 }
  if (!at.slipped) return null
  if (at.walk >= WALKS_MAX)
    throw new RetryableError('SHOPLINE: the list changed during every attempt to read it. Retrying later.', {
      platform: 'shopline',
    })
  return { ...START, walk: at.walk + 1 }
}
