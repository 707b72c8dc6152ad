import type { WorldShop } from '../../world/shop.ts'
import { categoryRow, customerRow } from './customers.ts'
import { levelRows, locationRows } from './locations.ts'
import { lineRows, orderRow } from './orders.ts'
import { findProductGroups, productRow, variantRows } from './products.ts'
import { everything, type TruthRow } from './row.ts'
import { fulfillmentRows, refundRows } from './shipments.ts'

export type { TruthRow } from './row.ts'

/**
 * Every row the mirror of this shop has to hold when it is read by Shopify, by table. Taken from the world and not from
 * what the pretend Shopify answers, so that a mistake of either side shows.
 */
export function truthOf(world: WorldShop): Record<string, readonly TruthRow[]> {
  const productGroups = findProductGroups(world)
  // A basket nobody finished is no order.
  const orders = everything(world.orders).filter(({ status }) => status !== null)
  return {
    locations: locationRows(world),
    categories: everything(world.categories).map(categoryRow),
    products: productGroups.map((group) => productRow(group, world)),
    product_variants: productGroups.flatMap((group) => variantRows(group, world)),
    inventory_levels: productGroups.flatMap(({ members }) => members.flatMap((member) => levelRows(member, world))),
    customers: everything(world.customers).map(customerRow),
    orders: orders.map((order) => orderRow(order, world)),
    order_lines: orders.flatMap((order) => lineRows(order, world)),
    fulfillments: orders.flatMap(fulfillmentRows),
    refunds: orders.flatMap(refundRows),
  }
}
