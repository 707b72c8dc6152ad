import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import type { TruthRow } from './row.ts'

/** Warehouses in use. The world knows nothing about them but their number. */
export function locationRows(world: WorldShop): TruthRow[] {
  return placesOf(world).map((place) => ({ externalId: ids.location(place), fields: { active: true } }))
}

/** What of one variant lies where. */
export function levelRows(product: Product, world: WorldShop): TruthRow[] {
  const item = ids.inventoryItem(product.id)
  return placesOf(world).map((place) => {
    const location = ids.location(place)
    const fields = {
      source_updated_at: new Date(product.updatedAt),
      inventory_item_id: item,
      location_external_id: location,
      available: product.stocks[place - 1],
    }
    return { externalId: `${item}-${location}`, fields }
  })
}

function placesOf({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}
