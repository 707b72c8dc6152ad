import { firstIndex } from '../../world/first-index.ts'
import { type IdKind, ids, numberOf } from '../world-ids.ts'
import { ok, refuse } from './answers.ts'
import type { Answer, ApiQuirks } from './open-api-types.ts'
import { readSelection } from './select.ts'

export interface Listing {
  kind: IdKind
  /** Numbers of everything listed, the oldest first. */
  numbers: readonly number[]
  /** Only called for what is on the page. */
  document(number: number): object
}

/** The requested page, from the query of a list or the body of a search. */
export interface PageRequest {
  params: URLSearchParams
  /** Maximum of `per_page`. */
  perPageMax: number
}

const PER_PAGE = 24
const CURSOR_KINDS: ReadonlySet<IdKind> = new Set(['order', 'customer'])

/** By `page` and `per_page`, or, where it is there, from `previous_id` on; the newest first unless `sort_by` is `asc`. */
export function page(listing: Listing, { params, perPageMax }: PageRequest, quirks: ApiQuirks): Answer {
  const perPage = Math.min(positive(params.get('per_page')) ?? PER_PAGE, perPageMax)
  const direction = params.get('sort_by') === 'asc' ? 'asc' : 'desc'
  const slice: Slice = { listing, perPage, direction, select: readSelection(params) }
  const previous = params.get('previous_id')
  const isCursor = quirks.cursorPaging === 'all' || CURSOR_KINDS.has(listing.kind)
  if (previous && isCursor) return byCursor(slice, previous, quirks)
  return byPage(slice, positive(params.get('page')) ?? 1, quirks)
}

interface Slice {
  listing: Listing
  perPage: number
  direction: 'asc' | 'desc'
  select(document: object): object
}

function byPage(slice: Slice, current: number, { deepest, deepPages }: ApiQuirks): Answer {
  const { perPage, listing } = slice
  const from = (current - 1) * perPage
  if (from >= deepest && deepPages === 'refused')
    return refuse(400, 'InvalidParams', `Pages end at ${deepest} results`, { page: 'too deep' })
  const total = listing.numbers.length
  const items = itemsOf(slice, from, Math.min(from + perPage, deepest))
  return ok({ items, pagination: pagination(current, perPage, total) })
}

/** The named object may be deleted: its position counts. */
function byCursor(slice: Slice, previous: string, { cursorAnswer }: ApiQuirks): Answer {
  const { listing, perPage, direction } = slice
  const number = numberOf(listing.kind, previous)
  if (number === undefined) return refuse(422, 'UnprocessableEntity', 'previous_id is invalid')
  const total = listing.numbers.length
  const from = direction === 'asc' ? below(listing.numbers, number + 1) : total - below(listing.numbers, number)
  const items = itemsOf(slice, from, from + perPage)
  if (cursorAnswer === 'pagination') return ok({ items, pagination: pagination(1, perPage, total) })
  const last = listing.numbers[placeIn(slice, Math.min(from + perPage, total) - 1)]
  return ok({ last_id: items.length > 0 && last !== undefined ? ids[listing.kind](last) : null, limit: perPage, items })
}

function itemsOf(slice: Slice, from: number, to: number): object[] {
  const { numbers, document } = slice.listing
  const places = Array.from({ length: Math.max(0, Math.min(to, numbers.length) - from) }, (_, index) => from + index)
  return places.flatMap((place) => {
    const number = numbers[placeIn(slice, place)]
    return number === undefined ? [] : [slice.select(document(number))]
  })
}

function placeIn({ direction, listing }: Slice, place: number): number {
  return direction === 'asc' ? place : listing.numbers.length - 1 - place
}

function pagination(current_page: number, per_page: number, total_count: number) {
  return { current_page, per_page, total_pages: Math.ceil(total_count / per_page), total_count }
}

/** How many numbers are smaller than this one. */
function below(numbers: readonly number[], number: number): number {
  return firstIndex(numbers.length, (index) => (numbers[index] ?? 0) >= number)
}

function positive(text: string | null): number | undefined {
  return text && /^[1-9]\d*$/.test(text) ? Number(text) : undefined
}
