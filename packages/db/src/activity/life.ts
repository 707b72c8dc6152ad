import type { Transaction } from '../connection.ts'
import { idKeyOf } from '../mirror/id-key.ts'
import { mirrorTable } from '../mirror/tables.ts'
import type { ChangeSource, ObjectChange } from '../schema/object-changes.ts'

/** One object of the mirror, and a page of what happened to it, newest first. */
export interface LifeQuery {
  shopId: string
  table: string
  externalId: string
  limit: number
  before?: LifePosition | undefined
}

/** Where a page ended. */
export interface LifePosition {
  /** Microseconds since the epoch. */
  at: string
  key: string
}

/** Something that happened to an object. Fields that a kind does not have are `null`. */
export interface LifeEntry {
  kind: 'delivery' | 'change' | 'push'
  /** Id of the delivery or push; of a change its number. */
  key: string
  at: Date
  micros: string
  /** State of the delivery or push. */
  state: string | null
  /** Topic of the delivery or kind of the push. */
  topic: string | null
  error: string | null
  change: ObjectChange | null
  source: ChangeSource | null
  causes: string[] | null
  /** Row that changed: `table/external_id`. */
  row: string | null
  version: Date | null
  columns: string[] | null
}

/** The object's row as it is now. */
export interface LifeState {
  table: string
  externalId: string
  /** `table/external_id` of the object that it belongs to. */
  owner: string | null
  /** Order number, title, SKU or name; `null` for customers. */
  name: string | null
  version: Date | null
  syncedAt: Date
  deletedAt: Date | null
}

const nameColumns: Readonly<Record<string, string>> = {
  orders: 'number',
  products: 'title',
  product_variants: 'sku',
  categories: 'name',
  locations: 'name',
}

/** Column that names a row for people without telling who a customer is; `null` where there is none. */
export function nameColumnOf(table: string): string | null {
  return nameColumns[table] ?? null
}

/** `null` when the mirror has no such row. */
export async function findState(
  sql: Transaction,
  { shopId, table, externalId }: Pick<LifeQuery, 'shopId' | 'table' | 'externalId'>,
): Promise<LifeState | null> {
  const { name, parent } = mirrorTable(table)
  const [row] = await sql.unsafe<(Omit<LifeState, 'owner'> & { ownerId: string | null })[]>(
    `select '${name}' as "table", external_id as "externalId", ${parent?.column ?? 'null::text'} as "ownerId",
      ${nameColumnOf(name) ?? 'null::text'} as name, source_updated_at as version, synced_at as "syncedAt",
      deleted_at as "deletedAt"
    from ${name} where shop_id = $1 and external_id = $2`,
    [shopId, externalId],
  )
  if (!row) return null
  const { ownerId, version, syncedAt, deletedAt, ...rest } = row
  return {
    ...rest,
    owner: parent && ownerId !== null ? `${parent.table}/${ownerId}` : null,
    version: version && new Date(version),
    syncedAt: new Date(syncedAt),
    deletedAt: deletedAt && new Date(deletedAt),
  }
}

const MICROS = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint`

/** Deliveries, changes and pushes of an object on one line, newest first. `owner`: the object that it belongs to. */
export async function readLife(sql: Transaction, query: LifeQuery, owner: string | null): Promise<LifeEntry[]> {
  const { shopId, table, externalId, limit, before } = query
  const own = `${table}/${externalId}`
  // Deliveries name stock by its resource.
  const delivered = [own, `${mirrorTable(table).resource}/${externalId}`]
  const isBefore = (at: string, key: string) =>
    `($4::bigint is null or (${MICROS(at)}, ${key}) < ($4::bigint, $5::text collate "C"))`
  const rows = await sql.unsafe<LifeEntry[]>(
    `select * from (
      (select 'delivery' as kind, d.id collate "C" as key, d.received_at as at, ${MICROS('d.received_at')}::text as micros,
        d.status as state, d.topic, d.error, null as change, null as source, null::text[] as causes, null as "row",
        null::timestamptz as version, null::text[] as columns
      from webhook_deliveries d
      where d.shop_id = $1 and left(d.object, 255) = any($6) and d.object = any($2) and ${isBefore('d.received_at', 'd.id collate "C"')}
      order by d.received_at desc, d.id collate "C" desc limit $3)
      union all
      (select 'change', lpad(c.id::text, 19, '0') collate "C", c.at, ${MICROS('c.at')}::text, null, null, null, c.change, c.source,
        c.causes, case when c.row_id is null then c.object else c.table_name || '/' || c.row_id end, c.version, c.columns
      from object_changes c
      where c.shop_id = $1 and c.object = $7 and ($8::text is null or c.row_id = $8 and c.table_name = $9)
        and ${isBefore('c.at', `lpad(c.id::text, 19, '0') collate "C"`)}
      order by c.at desc, c.id desc limit $3)
      union all
      (select 'push', p.id collate "C", p.created_at, ${MICROS('p.created_at')}::text, p.status, p.kind, p.error, null, null, null, null,
        null, null
      from pushes p
      where p.shop_id = $1 and p.mirror_object = any($2) and ${isBefore('p.created_at', 'p.id collate "C"')}
      order by p.created_at desc, p.id collate "C" desc limit $3)
    ) as e order by e.at desc, e.key collate "C" desc limit $3`,
    [
      ...[shopId, delivered, limit, before?.at ?? null, before?.key ?? null],
      delivered.map((object) => object.slice(0, 255)),
      ...[idKeyOf(owner ?? own), owner && idKeyOf(externalId), table],
    ],
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at), version: row.version && new Date(row.version) }))
}
