import type { MirrorRow, MirrorTable, Resource } from '../../contract/mirror-rows.ts'
import { mapCustomer } from './map-customer.ts'
import { mapOrder } from './map-order.ts'
import { mapCategories, mapWarehouse } from './map-place.ts'
import { mapProduct } from './map-product.ts'
import { hasStocks, mapOnlyStock, mapStocks } from './map-stocks.ts'
import type { MapContext, Wire } from './shapes.ts'
import { idOf, object, text } from './wire.ts'

export { mapStocks } from './map-stocks.ts'
export type { MapContext, Wire } from './shapes.ts'

type Rows = Partial<Record<MirrorTable, MirrorRow[]>>

/**
 * Rows of a resource's objects and their children. Does not throw: invalid values become `null`, and objects without an id
 * or with `isRemoved` are left out. `inventory` takes products, or answers of `/products/{id}/stocks`.
 */
export function mapObjects(resource: Resource, items: readonly Wire[], context: MapContext): Rows {
  return mappers[resource](items.map(object).filter(isMirrored), context)
}

/** Whether an object is deleted: SHOPLINE also lists those. */
export function isRemoved(item: Wire): boolean {
  return text(item.status) === 'removed'
}

/** An unfinished order is a cart. */
function isMirrored(item: Wire): boolean {
  return idOf(item) !== null && !isRemoved(item) && text(item.status) !== 'temp'
}

const mappers: Readonly<Record<Resource, (items: Wire[], context: MapContext) => Rows>> = {
  locations: (items) => ({ locations: items.flatMap((item) => mapWarehouse(item) ?? []) }),
  categories: (items, context) => ({ categories: mapCategories(items, context) }),
  products: mapProducts,
  inventory: (items, context) => ({ inventory_levels: items.flatMap((item) => mapLevels(item, context)) }),
  customers: (items) => ({ customers: items.flatMap((item) => mapCustomer(item) ?? []) }),
  orders: mapOrders,
}

function mapProducts(items: Wire[], context: MapContext): Rows {
  const mapped = items.flatMap((item) => mapProduct(item, context) ?? [])
  const levels = items.flatMap((item) => mapOnlyStock(item, context))
  return {
    products: mapped.map(({ product }) => product),
    product_variants: mapped.flatMap(({ variants }) => variants),
    // Left out when levels must be requested, so that none are taken for deleted.
    ...(levels.length > 0 && { inventory_levels: levels }),
  }
}

function mapLevels(item: Wire, context: MapContext): MirrorRow[] {
  return hasStocks(item) ? mapStocks(item) : mapOnlyStock(item, context)
}

function mapOrders(items: Wire[], context: MapContext): Rows {
  const mapped = items.flatMap((item) => mapOrder(item, context) ?? [])
  return {
    orders: mapped.map(({ order }) => order),
    order_lines: mapped.flatMap(({ lines }) => lines),
    fulfillments: mapped.flatMap(({ fulfillments }) => fulfillments),
  }
}
