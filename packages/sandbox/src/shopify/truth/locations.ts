import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { stockTimeOf } from '../../world/stock-times.ts'
import { ids } from '../world-ids.ts'
import type { TruthRow } from './row.ts'

const OPENED = new Date('2020-01-02T08:00:00Z')

/** Warehouses in use. The world knows nothing about them but their number: all else is made of it. */
export function locationRows(world: WorldShop): TruthRow[] {
  return placesOf(world).map((place) => ({ externalId: ids.location(place), fields: locationFields(place) }))
}

function locationFields(place: number): TruthRow['fields'] {
  return {
    source_created_at: OPENED,
    source_updated_at: OPENED,
    name: `${place}. raktár`,
    active: true,
    address: {
      ...nobody,
      address1: `Raktár utca ${place}.`,
      address2: null,
      city: 'Budapest',
      province: null,
      postcode: `10${place}0`,
      country: 'HU',
      country_name: 'Hungary',
      phone: null,
    },
  }
}

const nobody = { first_name: null, last_name: null, company: null }

/** What of one variant lies where. */
export function levelRows(product: Product, world: WorldShop): TruthRow[] {
  const item = ids.inventoryItem(product.id)
  return placesOf(world).map((place) => {
    const location = ids.location(place)
    const fields = {
      source_created_at: new Date(product.createdAt),
      source_updated_at: new Date(stockTimeOf(product, place)),
      inventory_item_id: item,
      location_external_id: location,
      available: product.stocks[place - 1],
      quantities: quantitiesOf(product.stocks[place - 1] ?? 0),
    }
    return { externalId: `${item}-${location}`, fields }
  })
}

/** Nobody waits for anything here: what is there is for sale. */
function quantitiesOf(count: number): Record<string, number> {
  const none = { committed: 0, incoming: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0 }
  return { available: count, on_hand: count, ...none }
}

function placesOf({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}
