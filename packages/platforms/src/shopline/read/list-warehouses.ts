import type { Api } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { requestList } from './list.ts'

const PER_PAGE = 100
/** Maximum pages, more than any shop has, in case no page is the last. */
const PAGES_MAX = 100

/** All warehouses. There are few, and one that is not listed counts as deleted. */
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
