import { toSnakeCase } from 'drizzle-orm/casing'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import * as schema from '../schema/index.ts'

/** A typed column of a mirror table. */
export interface MirrorColumn {
  name: string
  /** As Postgres writes it: `numeric`, `text[]`, `timestamp with time zone`. */
  type: string
}

/** What the writer has to know about one mirror table. */
export interface MirrorTableInfo {
  name: string
  /** Typed columns of this table alone. */
  columns: MirrorColumn[]
  /** By which its objects are read again; a child comes with its parent. */
  resource: string
  /** Where its rows belong to an object of another table: that table, and the column that says which. */
  parent: { table: string; column: string } | null
  /** What its rows are about, and cannot outlive: `column` here has the value of `key` there. */
  subjects: readonly Subject[]
}

/** A row that other rows depend on without being its children, such as an inventory level's variant. */
export interface Subject {
  table: string
  column: string
  key: string
}

interface Definition {
  table: PgTable
  resource: string
  parent?: MirrorTableInfo['parent']
  subjects?: Subject[]
}

const ofProduct = { table: 'products', column: 'product_external_id' }
const ofOrder = { table: 'orders', column: 'order_external_id' }

/** Parents before their children: the order in which every writer locks, so that none waits in a circle. */
const definitions: Definition[] = [
  { table: schema.locations, resource: 'locations' },
  { table: schema.categories, resource: 'categories' },
  { table: schema.products, resource: 'products' },
  { table: schema.productVariants, resource: 'products', parent: ofProduct },
  {
    table: schema.inventoryLevels,
    resource: 'inventory',
    // Not about its place: what a place that is gone had is proven level by level, for it may be the whole stock.
    subjects: [{ table: 'product_variants', column: 'inventory_item_id', key: 'inventory_item_id' }],
  },
  { table: schema.customers, resource: 'customers' },
  { table: schema.orders, resource: 'orders' },
  { table: schema.orderLines, resource: 'orders', parent: ofOrder },
  { table: schema.fulfillments, resource: 'orders', parent: ofOrder },
  { table: schema.refunds, resource: 'orders', parent: ofOrder },
]

/** On every mirror table, and set by the writer alone. */
const common = new Set([
  ...['shop_id', 'external_id', 'raw', 'source_updated_at', 'content_hash', 'read_at', 'synced_at', 'deleted_at'],
])

/** By name, parents before their children. */
export const mirrorTables: ReadonlyMap<string, MirrorTableInfo> = new Map(definitions.map(describe))

function describe({ table, resource, parent = null, subjects = [] }: Definition): [string, MirrorTableInfo] {
  const { name, columns } = getTableConfig(table)
  const typed = columns
    .map((column) => ({ name: toSnakeCase(column.name), type: column.getSQLType() }))
    .filter((column) => !common.has(column.name))
  return [name, { name, columns: typed, resource, parent, subjects }]
}

/** Throws when there is no such table: a bug in an adapter. */
export function mirrorTable(name: string): MirrorTableInfo {
  const table = mirrorTables.get(name)
  if (!table) throw new Error(`There is no mirror table "${name}". There are: ${[...mirrorTables.keys()].join(', ')}.`)
  return table
}

/** Tables whose rows belong to rows of this table. */
export function childrenOf(name: string): MirrorTableInfo[] {
  return [...mirrorTables.values()].filter(({ parent }) => parent?.table === name)
}

/** Rows that are about rows of this table. */
export function aboutRowsOf(name: string): { table: MirrorTableInfo; subject: Subject }[] {
  return [...mirrorTables.values()].flatMap((table) =>
    table.subjects.filter((subject) => subject.table === name).map((subject) => ({ table, subject })),
  )
}
