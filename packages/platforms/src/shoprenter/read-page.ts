import { PermanentError, RetryableError } from '../errors.ts'
import type { Json } from '../mirror-rows.ts'
import type { Api } from './api.ts'
import { PAGE_SIZE } from './collections.ts'
import { idOf, integer, isEmpty, list, object, text, unwrap, type Wire } from './wire.ts'

const PAGE_NOT_FOUND = 40_008
/** Listings of ids before the shop is said to change faster than it can be read. */
const LISTINGS_MAX = 3

/** The last object of the last page when a pass began, and where it stood. */
interface Anchor {
  id: string
  page: number
  index: number
}

/**
 * Offset pages shift when objects come or go while they are read, and what slips across a page's edge is missed. So a
 * pass goes to page 0, then to the last page, to remember what stands there, then through all others and past that
 * place. If the remembered object is still where it was, nothing before it moved. Else the ids alone are listed, in
 * the same way, until one pass holds.
 */
export interface Cursor {
  page: number
  /** Pass over ids only; 0 reads whole objects. */
  listing: number
  anchor: Anchor | null
  /** The next page is the last one, read ahead of its turn. */
  peek: boolean
  /** The anchor was found elsewhere, or not at all. */
  moved: boolean
}

export interface CollectionPage {
  items: Wire[]
  /** `false`: ids only. */
  whole: boolean
  next: Cursor | null
}

export interface PageQuery {
  api: Api
  path: string
  query: Record<string, string>
  cursor: Json
}

const first: Cursor = { page: 0, listing: 0, anchor: null, peek: false, moved: false }

export async function readCollectionPage({ api, path, query, cursor: given }: PageQuery): Promise<CollectionPage> {
  const cursor = given === null ? first : (given as unknown as Cursor)
  const whole = cursor.listing === 0
  const { status, code, value } = await api.ask(path, {
    query: { ...query, ...(whole && { full: '1' }), page: String(cursor.page), limit: String(PAGE_SIZE) },
  })
  if (status >= 400) return pastTheEnd({ status, code, cursor, path })

  const envelope = unwrap(value)
  const items = list(envelope.items)
  return {
    items,
    whole,
    next: follow(cursor, items, { lastPage: lastPageOf(envelope), isLast: isEmpty(envelope.next) }),
  }
}

/** The shop shrank while it was read: a page that was there no longer is. */
function pastTheEnd({
  status,
  code,
  cursor,
  path,
}: {
  status: number
  code: number | null
  cursor: Cursor
  path: string
}): CollectionPage {
  if (code !== PAGE_NOT_FOUND || cursor.page === 0) {
    if (code === PAGE_NOT_FOUND) return { items: [], whole: true, next: null }
    throw new PermanentError(`ShopRenter GET /${path}: refused with ${status}${code ? `/${code}` : ''}.`, {
      platform: 'shoprenter',
      status,
    })
  }
  const next = cursor.peek ? { ...cursor, page: 1, peek: false, moved: true } : endOfPass({ ...cursor, moved: true })
  return { items: [], whole: cursor.listing === 0, next }
}

interface Position {
  lastPage: number | null
  isLast: boolean
}

function follow(cursor: Cursor, items: Wire[], { lastPage, isLast }: Position): Cursor | null {
  if (cursor.peek)
    return {
      ...cursor,
      page: 1,
      peek: false,
      anchor: anchorOf(cursor.page, items),
      moved: cursor.moved || items.length === 0,
    }
  if (cursor.page === 0) return isLast ? null : { ...cursor, ...afterFirst(lastPage) }

  const checked = { ...cursor, moved: cursor.moved || hasMoved(cursor, items) }
  if (!isLast) return { ...checked, page: cursor.page + 1 }
  // The end came before the anchor's page.
  return endOfPass({ ...checked, moved: checked.moved || cursor.page < (cursor.anchor?.page ?? 0) })
}

/** Where the platform does not say how many pages there are, only a listing can tell whether something moved. */
function afterFirst(lastPage: number | null): Partial<Cursor> {
  return lastPage === null || lastPage < 1 ? { page: 1, moved: true } : { page: lastPage, peek: true }
}

function endOfPass(cursor: Cursor): Cursor | null {
  if (!cursor.moved) return null
  if (cursor.listing >= LISTINGS_MAX)
    throw new RetryableError(
      'ShopRenter: the shop changes faster than it can be read; the next try begins here again.',
      { platform: 'shoprenter' },
    )
  return { ...first, listing: cursor.listing + 1 }
}

function anchorOf(page: number, items: Wire[]): Anchor | null {
  const id = idOf(items.at(-1))
  return id === null ? null : { id, page, index: items.length - 1 }
}

function hasMoved({ anchor, page }: Cursor, items: Wire[]): boolean {
  return anchor !== null && anchor.page === page && idOf(items[anchor.index]) !== anchor.id
}

/** From the count, else from the link to the last page; its host is not followed. */
function lastPageOf(envelope: Wire): number | null {
  const count = integer(envelope.pageCount)
  if (count !== null) return count - 1
  const page = /[?&]page=(\d+)/.exec(text(object(envelope.last).href) ?? '')?.[1]
  return page === undefined ? null : Number(page)
}
