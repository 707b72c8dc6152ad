import type { MirrorRow, MirrorRows, Resource } from '../../contract/mirror-rows.ts'
import type { Api } from '../api/api.ts'
import { idOf, type Wire } from '../api/wire.ts'
import { readHistories } from '../read/histories.ts'
import { mapCategory } from './map-category.ts'
import { mapCustomer } from './map-customer.ts'
import { isAbandonedCart, mapOrder } from './map-order.ts'
import { mapProduct } from './map-product.ts'
import type { Mapping } from './mapping.ts'

export interface MapContext {
  api: Api
  mapping(): Promise<Mapping>
  /** Called when an order has a status without a known name. */
  refreshStatuses(): Promise<void>
  batchCost: number
}

export async function mapItems(resource: Resource, items: Wire[], context: MapContext): Promise<MirrorRows['rows']> {
  if (resource === 'orders') return mapOrders(items, context)
  const mapping = await context.mapping()
  switch (resource) {
    case 'categories':
      return { categories: items.flatMap((item) => mapCategory(item, mapping) ?? []) }
    case 'customers':
      return { customers: items.flatMap((item) => mapCustomer(item, mapping) ?? []) }
    case 'products': {
      const mapped = items.flatMap((item) => mapProduct(item, mapping) ?? [])
      return { products: mapped.map(({ product }) => product), product_variants: mapped.map(({ variant }) => variant) }
    }
    default:
      throw new Error(`ShopRenter has no ${resource}.`)
  }
}

async function mapOrders(items: Wire[], context: MapContext): Promise<MirrorRows['rows']> {
  const placed = items.filter((item) => !isAbandonedCart(item) && idOf(item) !== null)
  const { facts } = await context.mapping()
  if (placed.some(({ orderStatus }) => !facts.orderStatuses[idOf(orderStatus) ?? ''])) await context.refreshStatuses()

  const mapping = await context.mapping()
  const ids = placed.map((item) => idOf(item) ?? '')
  const histories = await readHistories(context.api, ids, context.batchCost)
  const orders: MirrorRow[] = []
  const lines: MirrorRow[] = []
  for (const [index, item] of placed.entries()) {
    const mapped = mapOrder(item, histories[index] ?? [], mapping)
    if (!mapped) continue
    orders.push(mapped.order)
    lines.push(...mapped.lines)
  }
  return { orders, order_lines: lines }
}
