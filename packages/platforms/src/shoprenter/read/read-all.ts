import { type Api, isMissing, isPastTheEnd, nameOf, refused } from '../api/api.ts'
import { isEmpty, list, unwrap, type Wire } from '../api/wire.ts'
import { PAGE_SIZE } from './collections.ts'

/** Reads all items of a small collection. */
export type ReadAll = (path: string, query?: Record<string, string>) => Promise<Wire[]>

/** Lists of tens of items: settings, languages, statuses, histories, webhooks. Not for collections that change while they are read. */
export function createReadAll(api: Pick<Api, 'request'>): ReadAll {
  return (path, query = {}) => readFrom(api, { path, query, page: 0 })
}

interface From {
  path: string
  query: Record<string, string>
  page: number
}

export async function readFrom(api: Pick<Api, 'request'>, { path, query, page }: From): Promise<Wire[]> {
  const items: Wire[] = []
  for (let number = page; ; number++) {
    const answer = await api.request(path, { query: pageQuery(query, number) })
    // An empty collection may be reported as "not found", or as a page beyond the end.
    if (isPastTheEnd(answer) || isMissing(answer)) return items
    if (answer.status >= 400) throw refused(nameOf('GET', path), answer)
    const envelope = unwrap(answer.value)
    const found = list(envelope.items)
    items.push(...found)
    if (found.length === 0 || isEmpty(envelope.next)) return items
  }
}

export function pageQuery(query: Record<string, string>, page: number): Record<string, string> {
  return { ...query, full: '1', page: String(page), limit: String(PAGE_SIZE) }
}
