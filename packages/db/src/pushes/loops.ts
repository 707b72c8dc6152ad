import type { Transaction } from '../connection.ts'

/** A push of an object that was completed a short time ago. */
export interface RecentPush {
  mirrorObject: string
  objectKey: string
  payload: Record<string, unknown>
  finishedAt: Date
  isReversal: boolean
}

/** Pushes of these objects (`table/external_id`) that were completed after `since`, the latest first. */
export async function recentlyCompleted(
  sql: Transaction,
  { shopId, objects, since }: { shopId: string; objects: readonly string[]; since: Date },
): Promise<RecentPush[]> {
  if (objects.length === 0) return []
  const rows = await sql<(Omit<RecentPush, 'finishedAt'> & { finishedAt: string })[]>`
    select mirror_object as "mirrorObject", object_key as "objectKey", payload, finished_at as "finishedAt",
      is_reversal as "isReversal"
    from pushes
    where shop_id = ${shopId} and mirror_object = any(${[...objects]}::text[]) and status = 'completed'
      and finished_at > ${since.toISOString()} and payload is not null
    order by finished_at desc`
  return rows.map(({ finishedAt, ...push }) => ({ ...push, finishedAt: new Date(finishedAt) }))
}

/** What the mirror shows of an object. */
export interface ShownObject {
  /** By column. */
  values: Record<string, unknown>
  syncedAt: Date
}

/** Tables whose objects are pushed. */
const tables = ['orders', 'products', 'product_variants', 'customers'] as const

/** Objects of the mirror, by `table/external_id`. */
export async function readShown(
  sql: Transaction,
  shopId: string,
  objects: readonly string[],
): Promise<Map<string, ShownObject>> {
  const shown = new Map<string, ShownObject>()
  for (const table of tables) {
    const ids = objects.flatMap((object) => (object.startsWith(`${table}/`) ? object.slice(table.length + 1) : []))
    if (ids.length === 0) continue
    const rows = await sql<{ id: string; values: Record<string, unknown>; syncedAt: string }[]>`
      select external_id as id, to_jsonb(t) - 'raw' as values, synced_at as "syncedAt" from ${sql(table)} t
      where shop_id = ${shopId} and external_id = any(${ids}::text[]) and deleted_at is null`
    for (const { id, values, syncedAt } of rows) shown.set(`${table}/${id}`, { values, syncedAt: new Date(syncedAt) })
  }
  return shown
}

/** A variant at a location, and the key it is returned by. */
export interface StockPlace {
  key: string
  variantId: string
  inventoryItemId: string | null
  locationId: string
}

/** Quantities of the mirror as `{ quantity }`: of the level, or where the platform has none, of the variant. */
export async function readShownStock(
  sql: Transaction,
  shopId: string,
  places: readonly StockPlace[],
): Promise<Map<string, ShownObject>> {
  if (places.length === 0) return new Map()
  const rows = await sql<{ key: string; quantity: string; syncedAt: string }[]>`
    select p.key, coalesce(l.available, (v.stocks ->> p."locationId")::numeric) as quantity,
      coalesce(l.synced_at, v.synced_at) as "syncedAt"
    from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as p(key text, "variantId" text, "inventoryItemId" text,
      "locationId" text)
    join product_variants v on v.shop_id = ${shopId} and v.external_id = p."variantId"
    left join inventory_levels l on l.shop_id = ${shopId} and l.location_external_id = p."locationId"
      and l.inventory_item_id = coalesce(p."inventoryItemId", p."variantId") and l.deleted_at is null`
  return new Map(
    rows.map(({ key, quantity, syncedAt }) => [key, { values: { quantity }, syncedAt: new Date(syncedAt) }]),
  )
}

/** Notes that these pushes are reversals. */
export async function markReversals(sql: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update pushes set is_reversal = true where id = any(${[...ids]}::text[])`
}
