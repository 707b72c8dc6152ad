import { toSnakeCase } from 'drizzle-orm/casing'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import * as schema from '../schema/index.ts'

export interface MirrorColumn {
  name: string
  /** As Postgres writes it: `numeric`, `text[]`, `timestamp with time zone`. */
  type: string
}

export interface MirrorTableInfo {
  name: string
  /** Typed columns of this table alone. */
  columns: MirrorColumn[]
  /** Where its rows belong to an object of another table: that table, and the column that says which. */
  parent: { table: string; column: string } | null
}

/** Parents before their children: the order in which every writer locks, so that none waits in a circle. */
const definitions: [PgTable, MirrorTableInfo['parent']][] = [
  [schema.locations, null],
  [schema.categories, null],
  [schema.products, null],
  [schema.productVariants, { table: 'products', column: 'product_external_id' }],
  [schema.inventoryLevels, null],
  [schema.customers, null],
  [schema.orders, null],
  [schema.orderLines, { table: 'orders', column: 'order_external_id' }],
  [schema.fulfillments, { table: 'orders', column: 'order_external_id' }],
  [schema.refunds, { table: 'orders', column: 'order_external_id' }],
]

/** On every mirror table, and set by the writer alone. */
const common = new Set([
  ...['shop_id', 'external_id', 'raw', 'source_updated_at', 'content_hash', 'read_at', 'synced_at', 'deleted_at'],
])

export const mirrorTables: ReadonlyMap<string, MirrorTableInfo> = new Map(definitions.map(describe))

function describe([table, parent]: (typeof definitions)[number]): [string, MirrorTableInfo] {
  const { name, columns } = getTableConfig(table)
  const typed = columns
    .map((column) => ({ name: toSnakeCase(column.name), type: column.getSQLType() }))
    .filter((column) => !common.has(column.name))
  return [name, { name, columns: typed, parent }]
}

export function mirrorTable(name: string): MirrorTableInfo {
  const table = mirrorTables.get(name)
  if (!table) throw new Error(`There is no mirror table "${name}". There are: ${[...mirrorTables.keys()].join(', ')}.`)
  return table
}

export function childrenOf(name: string): MirrorTableInfo[] {
  return [...mirrorTables.values()].filter(({ parent }) => parent?.table === name)
}
