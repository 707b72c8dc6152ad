import { type MirrorRows, type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { Objects } from '../../contract/reads.ts'
import { ARCHIVED, itemsOf, type Query } from '../api/api.ts'
import { isRemoved } from '../map/index.ts'
import type { Wire } from '../map/shapes.ts'
import { idOf, object } from '../map/wire.ts'
import { listWarehouses } from './list-warehouses.ts'
import type { Reading } from './reading.ts'

/** Result of reading one object; `unsaid`: it exists, but cannot be read. */
type Found = { item: Wire } | 'gone' | 'unsaid'

const SINGLE: Partial<Record<Resource, string>> = {
  categories: 'categories',
  products: 'products',
  customers: 'customers',
  orders: 'orders',
}

/** How to query several objects by id. */
const together: Partial<Record<Resource, (ids: readonly string[]) => { path: string; query: Query }>> = {
  products: (ids) => ({ path: 'products', query: { id: `in:${ids.join(',')}` } }),
  customers: (ids) => ({ path: 'customers/search', query: { id: ids } }),
  orders: (ids) => ({ path: 'orders', query: { order_ids: ids } }),
}
/** Ids per query, because proxies truncate long URLs. */
export const IDS_PER_CALL = 24

/** Inventory is read through its products. */
export function canReadTogether(resource: Resource): boolean {
  return resource === 'inventory' || resource in together
}

/** `null` when SHOPLINE says that it does not exist. */
export async function readObject(resource: Resource, externalId: string, reading: Reading): Promise<MirrorRows | null> {
  const readAt = reading.now()
  if (resource === 'inventory') return readLevels(externalId, readAt, reading)
  const found = await find(resource, externalId, reading)
  if (found === 'gone') return null
  // An archived order that no list contains keeps its row in the mirror.
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

/** Warehouses can be read only from their list. */
async function findWarehouse(externalId: string, { api }: Pick<Reading, 'api'>): Promise<Found> {
  const item = (await listWarehouses(api)).find((each) => idOf(each) === externalId)
  return item ? { item } : 'gone'
}

/** Archived orders can be read only from lists. */
async function findArchived(externalId: string, { api }: Pick<Reading, 'api'>): Promise<Found> {
  const answer = await api.requireOk('orders', { query: { order_ids: [externalId] } })
  const item = itemsOf(answer, 'list of orders').find((each) => idOf(each) === externalId)
  return item ? { item } : 'unsaid'
}

/** Reads levels by product id, as in webhooks, or by level id, which starts with the product id. */
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

/** An id that is not in the answer is requested by itself before it counts as deleted. */
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

/** Ids of products or levels, as for `readLevels`. */
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
