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
/** What the lines of a bulk query join to: its connections as a page by page read has them. */
type Joined<Node> = {
  readonly [Field in keyof Node]: Node[Field] extends Edges<infer Child> ? Connection<Child> : Node[Field]
}
/** The roots of a bulk query, by the only field it asks for. */
type RootOf<Data> = Data[keyof Data] extends Edges<infer Node> ? Joined<Node> : never

/** Nodes that a query brought are of its own type; that they hold all that mapping needs is for the compiler to say. */
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

/** Without what was sent and paid back: whoever has any of it is read by id. */
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
