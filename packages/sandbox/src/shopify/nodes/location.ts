import type { WorldShop } from '../../world/shop.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { matchText } from '../graphql/search.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { findLevel, levelListing, levelsAt } from './levels.ts'
import { type Listing, listOf } from './list.ts'
import { summaryListing } from './listings.ts'
import { constants, fieldsOf, type NodeDeps, type Subject } from './node.ts'
import { locationNode } from './refs.ts'

export const OPENED = Date.parse('2020-01-02T08:00:00Z')

export function placesOf({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}

export function nameOf(place: number): string {
  return `${place}. raktár`
}

export function addressOf(place: number) {
  return {
    ...{ address1: `Raktár utca ${place}.`, address2: null, city: 'Budapest', province: null, provinceCode: null },
    ...{ zip: `10${place}0`, country: 'Hungary', countryCode: 'HU', phone: null, latitude: null, longitude: null },
  }
}

export function locationSubject({ world }: NodeDeps): Subject {
  const find = (place: number | null) => (place && place <= world.stockCount ? locationNode(place) : null)
  return {
    find: { Location: ({ number }) => find(worldIdOf('Location', number)) },
    resolvers: {
      Location: fieldsOf<number>({
        ...own,
        hasUnfulfilledOrders: (place) => place === 1,
        inventoryLevels: (place, args, context: CallContext) =>
          listOf({ ...levelListing(world), objects: levelsAt(place, world) }, args, context),
        inventoryLevel: (place, { inventoryItemId }) =>
          findLevel(worldIdIn(inventoryItemId, 'InventoryItem'), place, world),
      }),
      Query: {
        // The first is what nobody names.
        location: (_source, { id }) => find(id == null ? 1 : worldIdIn(id, 'Location')),
        locationByIdentifier: (_source, { identifier }) =>
          find(worldIdIn((identifier as { id?: string }).id, 'Location')),
      },
    },
  }
}

export function locationListing({ world }: NodeDeps): Listing<{ id: number; createdAt: number; updatedAt: number }> {
  const objects = placesOf(world).map((id) => ({ id, createdAt: OPENED, updatedAt: OPENED }))
  const { node, keys, fields } = summaryListing('Location', ({ id }) => locationNode(id))
  return {
    ...{ objects, node },
    keys: { ...keys, NAME: ({ id }) => [nameOf(id), id] },
    fields: {
      id: fields.id,
      created_at: fields.created_at,
      active: (_location, _comparator, value) => value === 'true',
      name: ({ id }, comparator, value) => matchText(nameOf(id), comparator, value),
    },
  }
}

const own = {
  id: (place: number) => gid('Location', place),
  legacyResourceId: (place: number) => String(numberOf('Location', place)),
  name: nameOf,
  isPrimary: (place: number) => place === 1,
  address: (place: number) => ({
    ...{ __typename: 'LocationAddress', ...addressOf(place) },
    formatted: [`Raktár utca ${place}.`, `10${place}0 Budapest`, 'Hungary'],
  }),
  ...constants({
    ...{ isActive: true, activatable: false, deactivatable: false, deactivatedAt: null, deletable: false },
    ...{ addressVerified: false, fulfillsOnlineOrders: true, shipsInventory: true, hasActiveInventory: true },
    ...{ isFulfillmentService: false, fulfillmentService: null, localPickupSettingsV2: null, suggestedAddresses: [] },
    ...{ createdAt: timeOf(OPENED), updatedAt: timeOf(OPENED) },
  }),
}
