import type { WorldShop } from '../../world/shop.ts'
import { lineRows, orderRow } from './orders.ts'
import { categoryRow, customerRow } from './people.ts'
import { levelRows, locationRows } from './places.ts'
import { findFamilies, productRow, variantRows } from './products.ts'
import { everything, type TruthRow } from './row.ts'
import { fulfillmentRows, refundRows } from './shipments.ts'

export type { TruthRow } from './row.ts'

/**
 * Every row the mirror of this shop has to hold when it is read by Shopify, by table. Taken from the world and not from
 * what the pretend Shopify answers, so that a mistake of either side shows.
 */
export function truthOf(world: WorldShop): Record<string, readonly TruthRow[]> {
  const families = findFamilies(world)
  // A basket nobody finished is no order.
  const orders = everything(world.orders).filter(({ status }) => status !== null)
  return {
    locations: locationRows(world),
    categories: everything(world.categories).map(categoryRow),
    products: families.map((family) => productRow(family, world)),
    product_variants: families.flatMap((family) => variantRows(family, world)),
    inventory_levels: families.flatMap(({ members }) => members.flatMap((member) => levelRows(member, world))),
    customers: everything(world.customers).map(customerRow),
    orders: orders.map((order) => orderRow(order, world)),
    order_lines: orders.flatMap((order) => lineRows(order, world)),
    fulfillments: orders.flatMap(fulfillmentRows),
    refunds: orders.flatMap(refundRows),
  }
}
