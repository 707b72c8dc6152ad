import type { WorldShop } from '../../world/shop.ts'
import { findLevel } from '../nodes/levels.ts'
import type { Subject } from '../nodes/node.ts'
import { findLocation } from './input/find-location.ts'
import { readId } from './input/read-id.ts'
import { requireKey } from './set-inventory.ts'
import { problem } from './user-error.ts'

/**
 * https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryActivate: everything lies at every location of the
 * world, so there is nothing left to activate, and no quantity can be set by it.
 */
export function activateInventorySubject(world: WorldShop): Subject {
  return {
    resolvers: {
      Mutation: {
        inventoryActivate(_source, { inventoryItemId, locationId, available, onHand }, context) {
          requireKey(context)
          const refuse = (field: string, message: string) => ({
            inventoryLevel: null,
            userErrors: [problem([field], message)],
          })
          const place = findLocation(locationId, world)
          if (place === null) return refuse('locationId', "The location couldn't be found.")
          const inventoryLevel = findLevel(readId(inventoryItemId, 'InventoryItem'), place, world)
          if (!inventoryLevel) return refuse('inventoryItemId', "The inventory item couldn't be found.")
          const given = available != null ? 'available' : onHand != null ? 'onHand' : null
          return given
            ? refuse(
                given,
                `Not allowed to set ${given === 'onHand' ? 'on_hand' : given} quantity when the item is already active at the location.`,
              )
            : { inventoryLevel, userErrors: [] }
        },
      },
    },
  }
}
