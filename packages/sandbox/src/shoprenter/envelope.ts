import type { Hrefs } from './formats.ts'

const PAGE_MAX = 200
const PAGE_DEFAULT = 25

export interface Answer {
  status: number
  body: unknown
}

export function refuse(status: number, code: number, message: string): Answer {
  return { status, body: { error: code, message } }
}

interface Listing {
  path: string
  query: URLSearchParams
  ids: readonly number[]
  href: Hrefs
  /** A link to one object. */
  link(id: number): { href: string }
  /** The whole object, asked for with `full=1`. */
  whole(id: number): Record<string, unknown> | null
  extra?: Record<string, unknown>
  withoutPageCount?: boolean
}

/** A page of a collection: 0-based, at most 200, an error past the end, numbers sometimes as text. */
export function listPage({ path, query, ids, href, link, whole, extra, withoutPageCount }: Listing): Answer {
  const page = Number(query.get('page') ?? 0)
  const limit = Number(query.get('limit') ?? PAGE_DEFAULT)
  if (!Number.isInteger(page) || page < 0) return refuse(400, 40_008, 'Page not found')
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) return refuse(400, 40_005, `limit: 1..${PAGE_MAX}`)
  const pageCount = Math.max(1, Math.ceil(ids.length / limit))
  if (page >= pageCount) return refuse(400, 40_008, `Page not found. min: 0, max: ${pageCount - 1}`)

  const shown = ids.slice(page * limit, page * limit + limit)
  const items = query.get('full') === '1' ? shown.flatMap((id) => whole(id) ?? []) : shown.map(link)
  const at = (number: number) => {
    const copy = new URLSearchParams(query)
    copy.set('page', String(number))
    copy.set('limit', String(limit))
    return href.to(`${path}?${copy}`)
  }
  const asText = page % 2 === 0
  return {
    status: 200,
    body: {
      ...at(page),
      ...{ page: asText ? String(page) : page, limit: asText ? String(limit) : limit },
      ...(!withoutPageCount && { pageCount: asText ? String(pageCount) : pageCount }),
      ...{
        first: at(0),
        previous: page === 0 ? null : at(page - 1),
        next: page + 1 < pageCount ? at(page + 1) : null,
        last: at(pageCount - 1),
      },
      ...extra,
      items,
    },
  }
}
