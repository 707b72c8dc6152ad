import { type MirrorRows, type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { Objects } from '../../contract/reads.ts'
import { ARCHIVED, itemsOf, type Query } from '../api/api.ts'
import { isRemoved } from '../map/index.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, object } from '../map/wire.ts'
import { listWarehouses } from './list-warehouses.ts'
import type { Reading } from './reading.ts'

/** What is to be believed of one object. */
type Found = { item: Wire } | 'gone' | 'unsaid'

const SINGLE: Partial<Record<Resource, string>> = {
  categories: 'categories',
  products: 'products',
  customers: 'customers',
  orders: 'orders',
}

/** How many are asked for by their ids at once. */
const together: Partial<Record<Resource, (ids: readonly string[]) => { path: string; query: Query }>> = {
  products: (ids) => ({ path: 'products', query: { id: `in:${ids.join(',')}` } }),
  customers: (ids) => ({ path: 'customers/search', query: { id: ids } }),
  orders: (ids) => ({ path: 'orders', query: { order_ids: ids } }),
}
/** Long queries are cut by somebody on the way. */
const IDS_PER_CALL = 24

/** `null` when SHOPLINE says that it does not exist. */
export async function readObject(resource: Resource, externalId: string, reading: Reading): Promise<MirrorRows | null> {
  const readAt = reading.now()
  if (resource === 'inventory') return readLevels(externalId, readAt, reading)
  const found = await find(resource, externalId, reading)
  if (found === 'gone') return null
  // Of an archived order that nobody shows any more, what the mirror has is the best there is.
  const mapped = found === 'unsaid' ? { rows: {} } : await reading.toRows(resource, [found.item])
  return { origin: 'api', readAt, ...mapped }
}

async function find(resource: Resource, externalId: string, { api }: Reading): Promise<Found> {
  const path = SINGLE[resource]
  if (!path) return findWarehouse(externalId, { api })
  const { status, value } = await api.request(`${path}/${encodeURIComponent(externalId)}`)
  if (status === 404) return 'gone'
  if (status === ARCHIVED) return findArchived(externalId, { api })
  const item = object(value)
  return isRemoved(item) ? 'gone' : { item }
}

/** Nothing but the list shows them. */
async function findWarehouse(externalId: string, { api }: Pick<Reading, 'api'>): Promise<Found> {
  const item = (await listWarehouses(api)).find((each) => idOf(each) === externalId)
  return item ? { item } : 'gone'
}

/** An archived order exists, and only lists still show it. */
async function findArchived(externalId: string, { api }: Pick<Reading, 'api'>): Promise<Found> {
  const answer = await api.requireOk('orders', { query: { order_ids: [externalId] } })
  const item = itemsOf(answer, 'list of orders').find((each) => idOf(each) === externalId)
  return item ? { item } : 'unsaid'
}

/** By the id of a product, as a webhook names it; or by that of a level, which begins with the product's. */
async function readLevels(externalId: string, readAt: Date, reading: Reading): Promise<MirrorRows | null> {
  const productId = productIdOf(externalId)
  const found = await find('products', productId, reading)
  if (found === 'gone') return null
  const mapped: Awaited<ReturnType<Reading['toRows']>> =
    found === 'unsaid' ? { rows: {} } : await reading.toRows('inventory', [found.item])
  const isThere = mapped.rows.inventory_levels?.some((row) => row.externalId === externalId) || mapped.unmapped?.length
  return isThere || externalId === productId ? { origin: 'api', readAt, ...mapped } : null
}

function productIdOf(levelId: string): string {
  return levelId.split('-')[0] ?? ''
}

/** Whoever is not in the answer is asked for alone before it is believed that it is gone. */
export async function readObjects(
  resource: Resource,
  externalIds: readonly string[],
  reading: Reading,
): Promise<Objects> {
  const readAt = reading.now()
  if (resource === 'inventory') return readManyLevels(externalIds, readAt, reading)
  const { items, gone } = await findMany(resource, externalIds, reading)
  return { rows: { origin: 'api', readAt, ...(await reading.toRows(resource, items)) }, missing: gone }
}

/** By ids of products or of levels, as `readLevels`. */
async function readManyLevels(externalIds: readonly string[], readAt: Date, reading: Reading): Promise<Objects> {
  const productIds = [...new Set(externalIds.map(productIdOf))]
  const { items } = await findMany('products', productIds, reading)
  const mapped = await reading.toRows('inventory', items)
  const unmapped = new Set(mapped.unmapped?.map(({ externalId }) => externalId))
  const there = new Set([...items.map(idOf), ...(mapped.rows.inventory_levels ?? []).map((row) => row.externalId)])
  return {
    rows: { origin: 'api', readAt, ...mapped },
    missing: externalIds.filter((id) => !there.has(id) && !unmapped.has(productIdOf(id))),
  }
}

async function findMany(
  resource: Resource,
  externalIds: readonly string[],
  reading: Reading,
): Promise<{ items: Wire[]; gone: string[] }> {
  const items: Wire[] = []
  for (let from = 0; from < externalIds.length; from += IDS_PER_CALL) {
    items.push(...(await requestTogether(resource, externalIds.slice(from, from + IDS_PER_CALL), reading)))
  }
  const met = new Set(items.map(idOf))
  const gone: string[] = []
  for (const externalId of externalIds.filter((id) => !met.has(id))) {
    const alone = await find(resource, externalId, reading)
    if (alone === 'gone') gone.push(externalId)
    else if (alone !== 'unsaid') items.push(alone.item)
  }
  return { items, gone }
}

async function requestTogether(resource: Resource, ids: readonly string[], { api }: Reading): Promise<Wire[]> {
  const ask = together[resource]
  if (!ask || ids.length < 2) return []
  const { path, query } = ask(ids)
  const answer = await api.requireOk(path, { query: { ...query, per_page: String(ids.length) } })
  const items = itemsOf(answer, `list of ${tableOf[resource]}`)
  return items.filter((item) => ids.includes(idOf(item) ?? '') && !isRemoved(item))
}
