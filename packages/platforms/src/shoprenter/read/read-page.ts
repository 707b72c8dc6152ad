import { z } from 'zod'
import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import { type Api, isPastTheEnd, nameOf, refused } from '../api/api.ts'
import { idOf, integer, isEmpty, list, object, text, unwrap, type Wire } from '../api/wire.ts'
import { PAGE_SIZE } from './collections.ts'

/** Passes over ids before the read fails because the shop changes faster than it can be read. */
const LISTINGS_MAX = 3

/**
 * Offset pages shift when objects are added or removed while they are read, and an object that moves to another page is
 * missed. So a pass opens the collection to find its end, anchors (remembers the last object and its position), and then
 * reads every page, to the end at that time. If the remembered object has not moved, nothing before it has. Otherwise only
 * ids are listed, in the same way, until a pass succeeds. A collection of a single page cannot shift.
 */
const cursorShape = z.object({
  step: z.enum(['open', 'anchor', 'read']),
  page: z.int().min(0),
  /** Number of passes over ids so far; 0: the pass over whole objects. */
  listing: z.int().min(0),
  /** The last object when the pass began, and its position. */
  anchor: z.object({ id: z.string(), page: z.int(), index: z.int() }).nullable(),
  /** Something moved, or it is unknown whether something did. */
  moved: z.boolean(),
})
export type Cursor = z.infer<typeof cursorShape>

export interface CollectionPage {
  items: Wire[]
  /** `false`: ids only. */
  whole: boolean
  next: Cursor | null
}

export interface PageQuery {
  api: Pick<Api, 'request'>
  path: string
  query: Record<string, string>
  /** `null`: the first page. */
  cursor: Json
}

const first: Cursor = { step: 'open', page: 0, listing: 0, anchor: null, moved: false }

export async function readCollectionPage({ api, path, query, cursor: given }: PageQuery): Promise<CollectionPage> {
  const cursor = given === null ? first : parseCursor(given)
  const whole = cursor.listing === 0
  const answer = await api.request(path, {
    query: { ...query, ...(whole && { full: '1' }), page: String(cursor.page), limit: String(PAGE_SIZE) },
  })
  if (isPastTheEnd(answer)) return { items: [], whole, next: afterTheEnd(cursor) }
  if (answer.status >= 400) throw refused(nameOf('GET', path), answer)

  const envelope = unwrap(answer.value)
  const items = list(envelope.items)
  if (whole && items.some(isBareLink))
    throw new RetryableError(`${nameOf('GET', path)}: response contains links instead of objects.`, {
      platform: 'shoprenter',
    })
  const position = { lastPage: lastPageOf(envelope), isLast: isEmpty(envelope.next) || items.length === 0 }
  return { items, whole, next: follow(cursor, items, position) }
}

function parseCursor(given: Json): Cursor {
  const { success, data } = cursorShape.safeParse(given)
  if (success) return data
  throw new PermanentError('The checkpoint of this run was written by another version. Start another sync.', {
    platform: 'shoprenter',
  })
}

/** The collection became shorter while it was read: a page no longer exists. */
function afterTheEnd(cursor: Cursor): Cursor | null {
  if (cursor.page === 0) return null
  if (cursor.step === 'anchor') return { ...cursor, step: 'open', page: 0 }
  return endOfPass({ ...cursor, moved: true })
}

interface Position {
  lastPage: number | null
  isLast: boolean
}

function follow(cursor: Cursor, items: Wire[], { lastPage, isLast }: Position): Cursor | null {
  switch (cursor.step) {
    case 'open':
      if (isLast) return null
      // Without a known end, pages are read until there are none; that pass cannot know whether something moved.
      if (lastPage === null || lastPage < 1) return { ...cursor, step: 'read', page: 1, moved: true }
      return { ...cursor, step: 'anchor', page: lastPage }
    case 'anchor': {
      const id = idOf(items.at(-1))
      const anchor = id === null ? null : { id, page: cursor.page, index: items.length - 1 }
      return { ...cursor, step: 'read', page: 0, anchor, moved: anchor === null }
    }
    case 'read': {
      const checked = { ...cursor, moved: cursor.moved || hasMoved(cursor, items, isLast) }
      return isLast ? endOfPass(checked) : { ...checked, page: cursor.page + 1 }
    }
    default:
      return cursor.step satisfies never
  }
}

function hasMoved({ anchor, page }: Cursor, items: Wire[], isLast: boolean): boolean {
  if (!anchor) return false
  if (anchor.page === page) return idOf(items[anchor.index]) !== anchor.id
  return isLast && page < anchor.page
}

function endOfPass({ moved, listing, page }: Cursor): Cursor | null {
  if (!moved) return null
  if (listing >= LISTINGS_MAX)
    throw new RetryableError(
      'ShopRenter: the shop changes faster than it can be read. Start the sync at a time with fewer changes.',
      {
        platform: 'shoprenter',
      },
    )
  return { ...first, listing: listing + 1, step: page === 0 ? 'open' : 'anchor', page }
}

/** Requires whole objects: links instead of objects would empty every row. */
function isBareLink(item: Wire): boolean {
  return Object.keys(item).every((key) => key === 'href')
}

/** From the count, otherwise from the link to the last page, whose host is ignored. */
function lastPageOf(envelope: Wire): number | null {
  const count = integer(envelope.pageCount)
  if (count !== null) return count - 1
  const page = /[?&]page=(\d+)/.exec(text(object(envelope.last).href) ?? '')?.[1]
  return page === undefined ? null : Number(page)
}
