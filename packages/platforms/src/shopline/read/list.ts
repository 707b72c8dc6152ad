import type { Json } from '../../contract/mirror-rows.ts'
import { type Api, itemsOf, type Query } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, integer, object } from '../map/wire.ts'

/** A list of the Open API, narrowed to what is wanted of it. */
export interface List {
  path: string
  query: Query
  perPage: number
  /** Whether it can be narrowed to what changed when. */
  hasTimes: boolean
}

export interface ListAnswer {
  items: Wire[]
  ids: string[]
  /** As the platform says; `null` where it does not. */
  total: number | null
  pages: number | null
  /** What a full page holds, where it says so: more may have been asked for. */
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
  const told = object(answer.pagination)
  return {
    items,
    ids: items.flatMap((item) => idOf(item) ?? []),
    total: integer(told.total_count),
    pages: integer(told.total_pages),
    limit: integer(told.per_page) ?? integer(answer.limit),
  }
}

/** A page of a walk through a list; `next` goes on with it, also after a restart. */
export interface Step {
  items: Wire[]
  next: Json
  /** How many there are, told at the end of a walk that can tell. */
  total: number | null
}
