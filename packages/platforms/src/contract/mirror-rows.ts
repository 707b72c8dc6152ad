/** The mirror's vocabulary: what an adapter maps a platform's objects to. The columns themselves stand in `packages/db/src/schema`. */

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

/** The table that holds a resource's own objects; deletes are concluded against it. */
export const tableOf: Record<Resource, MirrorTable> = {
  locations: 'locations',
  categories: 'categories',
  products: 'products',
  inventory: 'inventory_levels',
  customers: 'customers',
  orders: 'orders',
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export interface MirrorRow {
  /** The platform's id, as text. */
  externalId: string
  /** The platform's own version of the object: its last change. */
  sourceUpdatedAt: Date | null
  /**
   * Typed columns by their database name (`snake_case`). Money as decimal text, times as ISO 8601 text with offset.
   * Columns that a row does not name keep what the mirror holds, so that less than the API's is no loss.
   */
  fields: Record<string, Json>
  /** Columns that are written only where the mirror has NULL or no row: values less exact than the API's. */
  initial?: Record<string, Json>
  /** Has fewer columns than the API gives: where the row is new to the mirror, its object is read once. */
  isPartial?: boolean
  /** The platform's object as it came, minus what must never be stored. */
  raw: Json
}

/** Objects of one page or one event. Where `rows` names a child table, the parents' children on this page are all of them: others are gone. */
export interface MirrorRows {
  origin: 'api' | 'webhook'
  /** When the question was put to the platform (api) or the event happened (webhook). */
  readAt: Date
  rows: Partial<Record<MirrorTable, MirrorRow[]>>
  /** Objects that exist and could not be mapped to rows: see `mapIsolated`. */
  unmapped?: readonly UnmappedObject[]
}

export interface UnmappedObject {
  table: MirrorTable
  externalId: string
  /** The object as it came, minus what must never be stored. */
  raw: unknown
}
