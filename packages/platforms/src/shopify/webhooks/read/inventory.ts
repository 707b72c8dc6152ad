import type { ShopEvent } from '../../../contract/shop-event.ts'
import { type Body, idOf } from './body.ts'
import { deletedOf, refetchOf, type When } from './events.ts'

/** A hint: the body contains only the available quantity, neither on hand nor committed. */
export function readInventoryLevel(body: Body): ShopEvent[] {
  return refetchOf('inventory', levelIdOf(body))
}

export function readInventoryLevelGone(body: Body, delivery: When): ShopEvent[] {
  return deletedOf('inventory', levelIdOf(body), delivery)
}

/** A level has no id in webhooks, so it is named by its item and location. */
function levelIdOf({ inventory_item_id: item, location_id: location }: Body): string | null {
  const [itemId, locationId] = [idOf(item), idOf(location)]
  return itemId && locationId && `${itemId}-${locationId}`
}
