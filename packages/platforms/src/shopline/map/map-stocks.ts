import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { sellablesOf } from './map-product.ts'
import { isUnlimitedIn } from './map-variant.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { decimal, idOf, list, text } from './wire.ts'

/**
 * Levels of one product by variation and warehouse, from `GET /products/{id}/stocks`. Levels have no version: the one that
 * is read later wins.
 */
export function mapStocks(stocks: Wire): MirrorRow[] {
  return sellablesOf(stocks).flatMap((item) =>
    list(item.stocks).flatMap((stock) => {
      const warehouse = text(stock.warehouse_id)
      return warehouse === null ? [] : levelOf({ item, product: stocks, warehouse, quantity: stock.quantity })
    }),
  )
}

/** A product's levels in a shop with one active warehouse: its whole stock is there. Otherwise levels must be requested. */
export function mapOnlyStock(product: Wire, { warehouses }: MapContext): MirrorRow[] {
  const [only, ...others] = warehouses.filter(({ active }) => active)
  if (!only || others.length > 0) return []
  return sellablesOf(product).flatMap((item) => levelOf({ item, product, warehouse: only.id, quantity: item.quantity }))
}

/** Whether an object is an answer about stocks and not a product. */
export function hasStocks(item: Wire): boolean {
  return sellablesOf(item).some((each) => Array.isArray(each.stocks))
}

interface Level {
  item: Wire
  product: Wire
  warehouse: string
  quantity: Json | undefined
}

function levelOf({ item, product, warehouse, quantity: reported }: Level): MirrorRow[] {
  const id = idOf(item)
  if (!id) return []
  const unlimited = isUnlimitedIn(item, product)
  const quantity = decimal(reported)
  return [
    {
      externalId: levelIdOf(idOf(product) ?? id, id, warehouse),
      sourceUpdatedAt: null,
      fields: {
        inventory_item_id: id,
        location_external_id: warehouse,
        available: unlimited ? null : quantity,
        quantities: { quantity: reported === undefined || typeof reported === 'object' ? null : reported, unlimited },
      },
      raw: rawOf({ product_id: idOf(product), id, warehouse_id: warehouse, quantity: reported ?? null }),
    },
  ]
}

/** Levels have no id. It is built from warehouse, item and product, by which the level can be read again. */
function levelIdOf(productId: string, itemId: string, warehouseId: string): string {
  return `${productId}-${itemId}-${warehouseId}`
}
