import { type Cursor, readCursor, writeCursor } from './cursor.ts'
import { type Listing, matcherOf, parametersOf } from './listing.ts'
import { badParameter, RestRefusal, type RestRequest } from './request.ts'
import { type SortedList, sortedList } from './sorted.ts'

const PAGE_DEFAULT = 50
const PAGE_MAX = 250
/** Of the page itself: they do not travel in a cursor. */
const pageParameters = ['limit', 'fields', 'page_info']

export interface Page<T> {
  objects: T[]
  /** The `Link` header; absent when everything is on this page. */
  link?: string
}

/** https://shopify.dev/docs/api/usage/pagination-rest */
export function pageOf<T extends { id: number }>(listing: Listing<T>, request: RestRequest): Page<T> {
  const limit = limitIn(request.query)
  const cursor = cursorIn(listing, request)
  const query = cursor?.query ?? withoutPage(request.query)
  const sorted = sortedList(listing, query, request)
  const take = createTake(sorted.objects, matcherOf(listing, query, request))
  const found =
    cursor?.direction === 'prev' ? pageBefore(sorted, cursor, take, limit) : pageFrom(sorted, cursor, take, limit)
  const { objects, hasPrevious, hasNext } = found
  const [first, last] = [objects[0], objects.at(-1)]
  const linkTo = (direction: Cursor['direction'], object: T) =>
    `<${request.url}?${linkQuery({ direction, position: sorted.positionOf(object), query }, request, limit)}>; rel="${direction === 'next' ? 'next' : 'previous'}"`
  const links = [
    ...(hasPrevious && first ? [linkTo('prev', first)] : []),
    ...(hasNext && last ? [linkTo('next', last)] : []),
  ]
  return { objects, ...(links.length > 0 && { link: links.join(', ') }) }
}

export function limitIn(query: URLSearchParams): number {
  const text = query.get('limit')
  if (!text) return PAGE_DEFAULT
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1) throw badParameter('limit', 'Invalid value.')
  if (limit > PAGE_MAX) throw new RestRefusal(400, `Limit exceeds maximum limit of ${PAGE_MAX}`)
  return limit
}

function cursorIn<T extends { id: number }>(listing: Listing<T>, request: RestRequest): Cursor | null {
  const pageInfo = request.query.get('page_info')
  if (!pageInfo) return null
  const [extra] = parametersOf(listing).filter((name) => request.query.has(name))
  if (extra)
    throw badParameter(
      extra,
      `${extra} cannot be passed when page_info is present. See https://shopify.dev/api/usage/pagination-rest for more information.`,
    )
  return readCursor(pageInfo, request)
}

/** Objects that match from `start` on, in steps of 1 or -1, `count` at most. */
type Take<T> = (start: number, step: 1 | -1, count: number) => T[]

function createTake<T>(objects: readonly T[], matches: (object: T) => boolean): Take<T> {
  return (start, step, count) => {
    const found: T[] = []
    for (let place = start; found.length < count; place += step) {
      const object = objects[place]
      if (object === undefined) break
      if (matches(object)) found.push(object)
    }
    return found
  }
}

function pageFrom<T>(sorted: SortedList<T>, cursor: Cursor | null, take: Take<T>, limit: number) {
  const start = cursor ? sorted.indexAfter(cursor.position) : 0
  const found = take(start, 1, limit + 1)
  const hasPrevious = cursor !== null && take(start - 1, -1, 1).length > 0
  return { objects: found.slice(0, limit), hasPrevious, hasNext: found.length > limit }
}

function pageBefore<T>(sorted: SortedList<T>, cursor: Cursor, take: Take<T>, limit: number) {
  const end = sorted.indexOf(cursor.position)
  const found = take(end - 1, -1, limit + 1)
  const objects = found.slice(0, limit).reverse()
  return { objects, hasPrevious: found.length > limit, hasNext: take(end, 1, 1).length > 0 }
}

function withoutPage(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => !pageParameters.includes(name)))
}

function linkQuery(cursor: Cursor, request: RestRequest, limit: number): URLSearchParams {
  const fields = request.query.get('fields')
  return new URLSearchParams({
    limit: String(limit),
    ...(fields && { fields }),
    page_info: writeCursor(cursor, request),
  })
}
