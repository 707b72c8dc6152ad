import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { FaceContext } from '../graphql/resolvers.ts'
import { matchNumber, matchTime } from '../graphql/search.ts'
import { ids } from '../world-ids.ts'
import { gid, numberOf, readGid, timeOf } from './gid.ts'
import { list } from './list.ts'
import { type Stamp, stampsOf } from './stamps.ts'

type Arguments = Record<string, unknown>

interface Level {
  place: number
  stamp: Stamp
}

const OPENED = Date.parse('2020-01-02T08:00:00Z')

export function placesOf({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}

export function locationNode(place: number, world: WorldShop): Record<string, unknown> {
  return {
    ...{ __typename: 'Location', id: gid('Location', place), name: `${place}. raktár`, isActive: true },
    ...{ createdAt: timeOf(OPENED), updatedAt: timeOf(OPENED), fulfillsOnlineOrders: true },
    address: {
      ...{ address1: `Raktár utca ${place}.`, address2: null, city: 'Budapest', province: null },
      ...{ zip: `10${place}0`, country: 'Hungary', countryCode: 'HU', phone: null },
    },
    inventoryLevels: (args: Arguments, context: FaceContext) =>
      listLevels(levelsAt(place, world), world, args, context),
  }
}

export function inventoryItemNode(product: Product, world: WorldShop): Record<string, unknown> {
  const { id, sku, weight, createdAt, updatedAt } = product
  const levels = placesOf(world).map((place) => ({ place, stamp: product }))
  return {
    ...{ __typename: 'InventoryItem', id: gid('InventoryItem', id), sku, tracked: true, requiresShipping: true },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt), unitCost: null },
    measurement: { weight: { value: Number(weight), unit: 'KILOGRAMS' } },
    inventoryLevels: (args: Arguments, context: FaceContext) => listLevels(levels, world, args, context),
    inventoryLevel({ locationId }: Arguments) {
      const asked = readGid(locationId)
      const level = levels.find(({ place }) => asked?.type === 'Location' && place === asked.worldId)
      return level ? levelNode(level, world) : null
    },
  }
}

function levelsAt(place: number, { products }: WorldShop): Level[] {
  return stampsOf(products).map((stamp) => ({ place, stamp }))
}

function listLevels(levels: readonly Level[], world: WorldShop, args: Arguments, context: FaceContext) {
  return list(
    {
      ...{ objects: levels, node: (level: Level) => levelNode(level, world) },
      keys: { ID: ({ place, stamp }) => [stamp.id, place] },
      fields: {
        updated_at: ({ stamp }, comparator, value) => matchTime(stamp.updatedAt, comparator, value),
        inventory_item_id: ({ stamp }, comparator, value) =>
          matchNumber(numberOf('InventoryItem', stamp.id), comparator, value),
      },
    },
    args,
    context,
  )
}

function levelNode({ place, stamp }: Level, world: WorldShop): Record<string, unknown> {
  const product = world.products.get(stamp.id)
  if (!product) throw new Error(`Product ${stamp.id} was listed, and is gone.`)
  const available = product.stocks[place - 1] ?? 0
  const item = ids.inventoryItem(product.id)
  return {
    ...{ __typename: 'InventoryLevel', isActive: true },
    id: `gid://shopify/InventoryLevel/${ids.location(place)}?inventory_item_id=${item}`,
    ...{ createdAt: timeOf(product.createdAt), updatedAt: timeOf(product.updatedAt) },
    item: () => inventoryItemNode(product, world),
    location: () => locationNode(place, world),
    quantities: ({ names }: Arguments) =>
      (names as string[]).map((name) => ({
        // The platform dates what is on sale only.
        ...{ name, updatedAt: name === 'available' ? timeOf(product.updatedAt) : null },
        quantity: name === 'available' || name === 'on_hand' ? available : 0,
      })),
  }
}
