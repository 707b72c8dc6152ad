import type { Json } from '../../contract/mirror-rows.ts'
import { type Api, itemsOf, type Query } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, integer, object } from '../map/wire.ts'

/** A list of the Open API with its filters. */
export interface List {
  path: string
  query: Query
  perPage: number
  /** Whether it can be filtered by time of change. */
  hasTimes: boolean
}

export interface ListAnswer {
  items: Wire[]
  ids: string[]
  /** Total according to the platform; `null` when it does not say. */
  total: number | null
  pages: number | null
  /** Page size according to the answer, which may be less than requested. */
  limit: number | null
}

/** One page, by number or after an object. https://open-api.docs.shoplineapp.com/docs/openapi-request-example */
export async function requestList(
  api: Api,
  { path, query, perPage }: List,
  place: { page: number } | { after: string | null },
): Promise<ListAnswer> {
  const where: Query =
    'page' in place ? { page: String(place.page) } : place.after === null ? {} : { previous_id: place.after }
  const answer = await api.requireOk(path, { query: { per_page: String(perPage), ...query, ...where } })
  const items = itemsOf(answer, `GET /${path.split('/')[0]}`)
  const reported = object(answer.pagination)
  return {
    items,
    ids: items.flatMap((item) => idOf(item) ?? []),
    total: integer(reported.total_count),
    pages: integer(reported.total_pages),
    limit: integer(reported.per_page) ?? integer(answer.limit),
  }
}

/** A page of a list. `next`: state from which the read continues, also after a restart. */
export interface Step {
  items: Wire[]
  next: Json
  /** Total number of objects, at the end of a read that can determine it. */
  total: number | null
}
