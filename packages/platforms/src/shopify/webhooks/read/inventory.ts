import type { ShopEvent } from '../../../contract/shop-event.ts'
import { type Body, idOf } from './body.ts'
import { deletedOf, refetchOf, type When } from './events.ts'

/** The body holds what is available and nothing else, neither on hand nor committed: a hint. */
export function readInventoryLevel(body: Body): ShopEvent[] {
  return refetchOf('inventory', levelIdOf(body))
}

export function readInventoryLevelGone(body: Body, delivery: When): ShopEvent[] {
  return deletedOf('inventory', levelIdOf(body), delivery)
}

/** A level has no id of its own in a webhook: its item and its place name it. */
function levelIdOf({ inventory_item_id: item, location_id: location }: Body): string | null {
  const [itemId, locationId] = [idOf(item), idOf(location)]
  return itemId && locationId && `${itemId}-${locationId}`
}
