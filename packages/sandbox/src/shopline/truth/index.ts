import { lineRows } from './lines.ts'
import { orderRow } from './orders.ts'
import { customerRow } from './people.ts'
import { categoryRow, levelRows, locationRows } from './places.ts'
import { createKinship, findFamilies, productRow, variantRows } from './products.ts'
import { everything, type TrueShop, type Truth } from './row.ts'
import { fulfillmentRow } from './shipments.ts'

export type { TrueShop } from './row.ts'

/**
 * Every row the mirror of this shop has to hold when it is read by SHOPLINE, by table. Taken from the world and the
 * shop's state and not from what the pretend SHOPLINE answers, so that a mistake of either side shows.
 */
export function truthOf(shop: TrueShop): Truth {
  const { world } = shop
  const groups = findFamilies(world)
  const kinship = createKinship(world)
  // A basket nobody finished is no order.
  const orders = everything(world.orders).filter(({ status }) => status !== null)
  return {
    locations: locationRows(world),
    categories: everything(world.categories).map(categoryRow),
    products: groups.map((group) => productRow(group, shop)),
    product_variants: groups.flatMap((group) => variantRows(group, shop)),
    inventory_levels: groups.flatMap((group) => levelRows(group, world)),
    customers: everything(world.customers).map((customer) => customerRow(customer, shop)),
    orders: orders.map((order) => orderRow(order, shop)),
    order_lines: orders.flatMap((order) => lineRows(order, shop, kinship)),
    fulfillments: orders.map((order) => fulfillmentRow(order, shop)),
    refunds: [],
  }
}
