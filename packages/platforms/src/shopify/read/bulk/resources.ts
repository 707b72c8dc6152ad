import { type MirrorTable, type Resource, tableOf } from '../../../contract/mirror-rows.ts'
import type { ClientContext, Reader } from '../../api/client-context.ts'
import { numberOf } from '../../api/gid.ts'
import { countCustomers, countOrders, countProducts, countVariants } from '../../api/graphql/documents.ts'
import type { ChildFields } from './join.ts'
import type { Node } from './jsonl.ts'
import type { BulkMapping, BulkRows } from './mapping.ts'
import * as mappings from './mappings.ts'
import type { Counts } from './split.ts'

/** How a resource is read by bulk operation. */
export interface BulkResource extends BulkMapping {
  /** Number of objects, counted up to a limit. */
  count(context: ClientContext, limit: number): Promise<number>
  /** Must all be in the query: a connection without lines counts as empty. */
  children: ChildFields
  /** Number of the resource's own objects in a result. */
  announced(counts: Counts): number
  /** Nodes per page. Default 1,000. */
  nodesPerPage?: number
  /** Whether `map` reads the node again; a page has at most `OBJECTS_PER_READ` of them, which are one call. */
  isReadAgain?(node: Node): boolean
}

export type BulkResources = Partial<Record<Resource, BulkResource>>

const roots = (counts: Counts) => counts.roots

export function bulkProducts(mapping: BulkMapping): BulkResource {
  return {
    ...mapping,
    count: async ({ api }, limit) => (await api.query(countProducts, { limit })).productsCount?.count ?? 0,
    children: {
      ...{ ProductVariant: 'variants', Collection: 'collections' },
      ...{ MediaImage: 'media', Video: 'media', ExternalVideo: 'media', Model3d: 'media' },
    },
    announced: roots,
  }
}

function bulkCustomers(mapping: BulkMapping): BulkResource {
  return {
    ...mapping,
    count: async ({ api }, limit) => (await api.query(countCustomers, { limit })).customersCount?.count ?? 0,
    children: { MailingAddress: 'addressesV2' },
    announced: roots,
  }
}

/** The roots are inventory items, one for each variant; their levels are mirrored. */
export function bulkInventory(mapping: BulkMapping): BulkResource {
  return {
    ...mapping,
    count: async ({ api }, limit) => (await api.query(countVariants, { limit })).productVariantsCount?.count ?? 0,
    children: { InventoryLevel: 'inventoryLevels' },
    announced: ({ objects, roots: items }) => objects - items,
  }
}

/**
 * Fulfillments and refunds are plain lists, in which a bulk operation cannot query lines. So its query has only
 * `fulfillments { id }` and `refunds { id }`, and orders that have any are read again by id, which costs a fraction of
 * the points of a page. An order that is deleted by then is mirrored as in the bulk result.
 */
export function bulkOrders({ query, map }: BulkMapping, objects: Reader['objects']): BulkResource {
  return {
    query,
    count: async ({ api }, limit) => (await api.query(countOrders, { limit })).ordersCount?.count ?? 0,
    children: { LineItem: 'lineItems' },
    announced: roots,
    isReadAgain: hasListsOfLines,
    async map(nodes, context) {
      const ids = nodes.filter(hasListsOfLines).map(({ id }) => numberOf(String(id)))
      const again: BulkRows = ids.length > 0 ? (await objects('orders', ids)).rows.rows : {}
      const found = new Set((again[tableOf.orders] ?? []).map(({ externalId }) => externalId))
      const others = nodes.filter(({ id }) => !found.has(numberOf(String(id))))
      return merge(again, await map(others, context))
    },
  }
}

function hasListsOfLines({ fulfillments, refunds }: Node): boolean {
  return [fulfillments, refunds].some((list) => Array.isArray(list) && list.length > 0)
}

function merge(one: BulkRows, other: BulkRows): BulkRows {
  const tables = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<MirrorTable>
  return Object.fromEntries([...tables].map((table) => [table, [...(one[table] ?? []), ...(other[table] ?? [])]]))
}

/** Other resources are read by page: shops have few locations and collections. */
export function createBulkResources({ objects }: Pick<Reader, 'objects'>): BulkResources {
  return {
    products: bulkProducts(mappings.products),
    customers: bulkCustomers(mappings.customers),
    orders: bulkOrders(mappings.orders, objects),
    inventory: bulkInventory(mappings.inventory),
  }
}
