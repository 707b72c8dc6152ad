import type { Resource } from '../../contract/mirror-rows.ts'
import type { PageRequest } from '../../contract/reads.ts'
import type { Query } from '../api/api.ts'
import { queryTime } from '../api/time.ts'
import type { Settings } from '../settings.ts'
import type { List } from './list.ts'

/** For inventory, the products of the stock. */
const paths: Readonly<Record<Resource, string>> = {
  locations: 'warehouses',
  categories: 'categories',
  products: 'products',
  inventory: 'products',
  customers: 'customers',
  orders: 'orders',
}

/** Warehouses have no time of change. There are few, so all are read. */
const withoutWindow: ReadonlySet<Resource> = new Set(['locations'])
/** https://open-api.docs.shoplineapp.com/docs/openapi-request-example: elsewhere it is a beta of selected shops. */
const withCursor: ReadonlySet<Resource> = new Set(['customers', 'orders'])
/** Changes of a delivery do not change its order's `updated_at`, but these times can be filtered by. */
const DELIVERY_MOMENTS = ['shipped', 'arrived', 'collected', 'returned'] as const
const SEARCH_PATH = 'orders/search'
/** Products per page of inventory: each may need its own call, and an interrupted page starts again. */
const STOCKS_PER_PAGE_MAX = 20

export function hasCursor(resource: Resource, { SHOPLINE_CURSOR_PAGING }: Settings): boolean {
  return SHOPLINE_CURSOR_PAGING === 'all' || withCursor.has(resource)
}

/** The lists that contain a resource, in order. Bounds are inclusive. */
export function listsOf({ resource, window }: Pick<PageRequest, 'resource' | 'window'>, settings: Settings): List[] {
  const most = settings.SHOPLINE_PER_PAGE
  const perPage = resource === 'inventory' ? Math.min(most, STOCKS_PER_PAGE_MAX) : most
  const hasTimes = !withoutWindow.has(resource)
  const whole = { path: paths[resource], query: {}, perPage, hasTimes }
  if (!window || !hasTimes) return [whole]
  const bounds = (of: string): Query => ({
    [`${of}_after`]: queryTime(window.from),
    // Queries have whole seconds, so the start is rounded down.
    [`${of}_before`]: queryTime(new Date(window.to.getTime() + 999)),
  })
  const changed = { ...whole, query: bounds('updated') }
  if (resource !== 'orders') return [changed]
  return [changed, ...DELIVERY_MOMENTS.map((moment) => ({ ...whole, path: SEARCH_PATH, query: bounds(moment) }))]
}
