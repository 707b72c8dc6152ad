import type { Api } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { requestList } from './list.ts'

const PER_PAGE = 100
/** More than any shop has: whoever answers on and on without a last page is stopped. */
const PAGES_MAX = 100

/** All of them: there are few, and one that is not listed counts as gone. */
export async function listWarehouses(api: Api): Promise<Wire[]> {
  const all: Wire[] = []
  for (let page = 1; page <= PAGES_MAX; page++) {
    const { items, pages } = await requestList(
      api,
      { path: 'warehouses', query: {}, perPage: PER_PAGE, hasTimes: false },
      { page },
    )
    all.push(...items)
    if (pages === null ? items.length === 0 : page >= pages) break
  }
  return all
}
