import type { Category } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { ids } from '../world-ids.ts'
import { isUnlimited, type VariantGroup, variantIdOf } from './products.ts'
import { OTHER, OWN, type TruthRow } from './row.ts'

/** SHOPLINE says little of its warehouses: neither where they are nor since when. */
export function locationRows(world: WorldShop): TruthRow[] {
  return placesOf(world).map((place) => ({
    externalId: ids.warehouse(place),
    fields: {
      ...{ source_created_at: null, source_updated_at: null },
      ...{ name: `Warehouse ${place}`, active: true, address: null },
    },
  }))
}

/** What of one product lies where. */
export function levelRows(group: VariantGroup, world: WorldShop): TruthRow[] {
  const unlimited = isUnlimited(group)
  return group.members.flatMap((member) => {
    const item = variantIdOf(group, member)
    return placesOf(world).map((place) => {
      const quantity = member.stocks[place - 1]
      const location = ids.warehouse(place)
      const fields = {
        inventory_item_id: item,
        location_external_id: location,
        available: unlimited ? null : quantity,
        quantities: { quantity, unlimited },
      }
      return { externalId: `${ids.product(group.id)}-${item}-${location}`, fields }
    })
  })
}

export function categoryRow({ id, parentId, name, position, createdAt, updatedAt }: Category): TruthRow {
  const fields = {
    source_created_at: new Date(createdAt),
    source_updated_at: new Date(updatedAt),
    parent_external_id: parentId === null || parentId === id ? null : ids.category(parentId),
    name: name.hu,
    handle: null,
    status: 'active',
    position,
    description_html: null,
    texts: { [OWN]: { name: name.hu }, [OTHER]: { name: name.en } },
  }
  return { externalId: ids.category(id), fields }
}

function placesOf({ stockCount }: WorldShop): number[] {
  return Array.from({ length: stockCount }, (_, index) => index + 1)
}
