import { z } from 'zod'
import { RetryableError } from '../../errors.ts'
import type { Api } from '../api.ts'
import { askList, type List, type ListAnswer, type Step } from './list.ts'

/** Counted pages are said to end here, whatever there is. */
export const DEEPEST = 10_000
const IDS_PER_PAGE = 100
/** Walks through the ids until the list holds still. */
const WALKS_MAX = 8

export const numberPlace = z.object({
  page: z.int(),
  /** What the last answer counted. */
  total: z.int(),
  /** The list grew shorter under this walk: what stood behind a page may have slipped before it. */
  slipped: z.boolean(),
  /** 0 reads objects; later walks only name them. */
  walk: z.int(),
})
export type NumberPlace = z.output<typeof numberPlace>

const START: NumberPlace = { page: 1, total: 0, slipped: false, walk: 0 }

/**
 * A counted page, newest first: what is added moves the rest back, and is met twice; only what is removed can make
 * something slip through. Then the ids are walked through until nothing is removed meanwhile.
 * `null`: there is more than pages can reach.
 */
export async function readByNumber(api: Api, list: List, place: NumberPlace | null): Promise<Step | null> {
  const at = place ?? START
  const isNaming = at.walk > 0
  const answer = await askList(api, isNaming ? naming(list) : list, { page: at.page })
  const total = answer.total ?? 0
  if (total > DEEPEST) return null
  const slipped = at.slipped || (at.page > 1 && total < at.total)
  const next = nextOf(answer, { ...at, total, slipped })
  return {
    items: isNaming ? [] : answer.items,
    named: isNaming ? answer.ids : [],
    next,
    total: next === null && !slipped && answer.total !== null && at.walk === 0 ? total : null,
  }
}

function naming({ path, query }: List): List {
  return { path, query: { ...query, fields: ['id'] }, perPage: IDS_PER_PAGE }
}

function nextOf(answer: ListAnswer, at: NumberPlace): NumberPlace | null {
  const isLast = answer.pages === null ? answer.ids.length === 0 : at.page >= answer.pages
  if (!isLast) return { ...at, page: at.page + 1 }
  if (!at.slipped) return null
  if (at.walk >= WALKS_MAX)
    throw new RetryableError('SHOPLINE: the list does not hold still long enough to be read: trying again later.', {
      platform: 'shopline',
    })
  return { ...START, walk: at.walk + 1 }
}
