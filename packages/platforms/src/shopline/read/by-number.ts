import { z } from 'zod'
import { RetryableError } from '../../contract/errors.ts'
import type { Api } from '../api/api.ts'
import { type List, type ListAnswer, requestList, type Step } from './list.ts'

/** Counted pages are said to end here, whatever there is. */
const DEEPEST = 10_000
/** Walks until the list holds still. */
const WALKS_MAX = 8

export const numberPlace = z.object({
  page: z.int(),
  /** What the last answer counted. */
  total: z.int(),
  /** The list grew shorter under this walk: what stood behind a page may have slipped before it. */
  slipped: z.boolean(),
  /** What the first answer of this walk counted. */
  first: z.int().nullable(),
  walk: z.int(),
})
export type NumberPlace = z.output<typeof numberPlace>

const START: NumberPlace = { page: 1, total: 0, slipped: false, first: null, walk: 0 }

/**
 * A counted page, newest first: what is added moves the rest back, and is met twice; only what is removed can make
 * something slip through. Then the list is walked through again, until nothing is removed meanwhile.
 * `null`: there is more than pages can reach.
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

/** Whoever cannot count further may say 10,000 of more; who does not count at all has reached it. */
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
