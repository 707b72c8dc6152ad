import type { ClientContext } from '../../api/client-context.ts'
import type { Document } from '../../api/document.ts'
import {
  bulkCustomers,
  bulkInventory,
  bulkOrders,
  bulkProducts,
  type FulfillmentPartsFragment,
  type RefundPartsFragment,
} from '../../api/graphql/documents.ts'
import { mapCustomer } from '../../map/map-customer.ts'
import { mapOrders } from '../../map/map-order.ts'
import { mapLevel } from '../../map/map-place.ts'
import { mapProducts } from '../../map/map-product.ts'
import type { Connection } from '../connection.ts'
import type { BulkMapping } from './mapping.ts'
import { orderMedia } from './media-order.ts'

type Edges<Node> = { readonly edges: ReadonlyArray<{ readonly node: Node }> }
/** The joined lines of a bulk query, with connections as in a read by page. */
type Joined<Node> = {
  readonly [Field in keyof Node]: Node[Field] extends Edges<infer Child> ? Connection<Child> : Node[Field]
}
/** The roots of a bulk query, which has a single root field. */
type RootOf<Data> = Data[keyof Data] extends Edges<infer Node> ? Joined<Node> : never

/** The nodes of a query have its type; the compiler checks that they contain what mapping needs. */
function defineMapping<Data, Variables>(
  { name, text }: Document<Data, Variables>,
  map: (nodes: ReadonlyArray<RootOf<Data>>, context: ClientContext) => ReturnType<BulkMapping['map']>,
): BulkMapping {
  return {
    query: { name, text },
    map: (nodes, context) => map(nodes as unknown as ReadonlyArray<RootOf<Data>>, context),
  }
}

export const products = defineMapping(bulkProducts, async (nodes, { api, profile }) =>
  mapProducts(await orderMedia(api, nodes), profile?.currency ?? null),
)

export const customers = defineMapping(bulkCustomers, async (nodes) => ({ customers: nodes.map(mapCustomer) }))

/** Without fulfillments and refunds: orders that have any are read by id. */
export const orders = defineMapping(bulkOrders, async (nodes) => {
  const none: { fulfillments: FulfillmentPartsFragment[]; refunds: RefundPartsFragment[] } = {
    fulfillments: [],
    refunds: [],
  }
  return mapOrders(nodes.map((node) => ({ ...node, ...none })))
})

export const inventory = defineMapping(bulkInventory, async (nodes) => ({
  inventory_levels: nodes.flatMap(({ inventoryLevels }) => inventoryLevels.nodes.map(mapLevel)),
}))
