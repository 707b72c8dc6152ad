/** What adapters map a platform's objects to. The columns are defined in `packages/db/src/schema`. */

export const resourceNames = ['locations', 'categories', 'products', 'inventory', 'customers', 'orders'] as const
/** What a run syncs, in this order. */
export type Resource = (typeof resourceNames)[number]

export type MirrorTable =
  | 'products'
  | 'product_variants'
  | 'categories'
  | 'locations'
  | 'inventory_levels'
  | 'customers'
  | 'orders'
  | 'order_lines'
  | 'fulfillments'
  | 'refunds'

/** The table of a resource's own objects, in which deletes are detected. */
export const tableOf: Record<Resource, MirrorTable> = {
  locations: 'locations',
  categories: 'categories',
  products: 'products',
  inventory: 'inventory_levels',
  customers: 'customers',
  orders: 'orders',
}

/** The resource with which the rows of a table are read. */
export const resourceOfTable: Record<MirrorTable, Resource> = {
  locations: 'locations',
  categories: 'categories',
  products: 'products',
  product_variants: 'products',
  inventory_levels: 'inventory',
  customers: 'customers',
  orders: 'orders',
  order_lines: 'orders',
  fulfillments: 'orders',
  refunds: 'orders',
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export interface MirrorRow {
  /** The platform's id, as text. */
  externalId: string
  /** The platform's own version of the object: its last change. */
  sourceUpdatedAt: Date | null
  /**
   * Typed columns by their database name (`snake_case`). Money as decimal text, times as ISO 8601 text with offset.
   * Columns that are absent keep their value in the mirror.
   */
  fields: Record<string, Json>
  /** Columns that are written only if the mirror has NULL or no row, because the API has more exact values. */
  initial?: Record<string, Json>
  /** Has fewer columns than the API. If the row is new to the mirror, its object is read once. */
  isPartial?: boolean
  /** The platform's object without what must never be stored. */
  raw: Json
}

/** Objects of one page or event. If `rows` contains a child table, it has all children of the parents: others are deleted. */
export interface MirrorRows {
  origin: 'api' | 'webhook'
  /** When the request was sent (api) or the event happened (webhook). */
  readAt: Date
  rows: Partial<Record<MirrorTable, MirrorRow[]>>
  /** Objects that could not be mapped to rows; see `mapIsolated`. */
  unmapped?: readonly UnmappedObject[]
}

export interface UnmappedObject {
  table: MirrorTable
  externalId: string
  /** The object without what must never be stored. */
  raw: unknown
}
