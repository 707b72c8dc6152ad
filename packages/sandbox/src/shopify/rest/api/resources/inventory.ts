import { stockTimeOf } from '../../../../world/stock-times.ts'
import { placesOf } from '../../../nodes/location.ts'
import { type Summary, summariesOf } from '../../../nodes/summaries.ts'
import { worldIdOf } from '../../../world-ids.ts'
import { inventoryItemBody, levelBody, locationBody } from '../../bodies/inventory-body.ts'
import { deriveOnce } from '../derived.ts'
import { type Listing, timeFilters } from '../listing.ts'
import { listParameter, RestRefusal, type RestRequest, type RestShop } from '../request.ts'
import { found, listRoute, listRoutes, paramId, type Route } from '../route.ts'

interface Level extends Summary {
  productId: number
  place: number
}

const IDS_MAX = 50
const itemNames = { one: 'inventory_item', many: 'inventory_items', scopes: ['read_inventory'] }
const levelNames = { one: 'inventory_level', many: 'inventory_levels', scopes: ['read_inventory'] }
const locationNames = { one: 'location', many: 'locations', scopes: ['read_locations'] }

const items: Listing<Summary> = {
  kind: 'inventoryItem',
  objects(request) {
    const wanted = listParameter(request.query, 'ids')
    // A later page has the ids in its cursor.
    if (wanted.length === 0 && !request.query.has('page_info'))
      throw new RestRefusal(400, { ids: 'Required parameter missing or invalid' })
    return summariesOf(request.shop.world.products)
  },
  find: (id, { shop }) => shop.world.products.get(id),
  body: ({ id }, { shop }) => found(inventoryItemBody(id, shop.world)),
  sorts: {},
  defaultOrder: 'id asc',
  filters: {},
}

const locations: Listing<{ id: number }> = {
  kind: 'location',
  objects: ({ shop }) => deriveOnce(shop.world, 'locations', () => placesOf(shop.world).map((id) => ({ id }))),
  find: (id, { shop }) => (placesOf(shop.world).includes(id) ? { id } : null),
  body: ({ id }, { shop }) => found(locationBody(id, shop.world)),
  sorts: {},
  defaultOrder: 'id asc',
  filters: {},
}

/** Every level of the shop; its id here is only its place in the order of the list. */
function levelsOf({ world }: RestShop): readonly Level[] {
  const summaries = summariesOf(world.products)
  return deriveOnce(summaries, 'levels', () =>
    summaries.flatMap((summary) =>
      placesOf(world).map((place) => ({
        ...{ ...summary, productId: summary.id, place },
        id: summary.id * world.stockCount + place,
      })),
    ),
  )
}

const levels: Listing<Level> = {
  kind: 'inventoryItem',
  objects: ({ shop }) => levelsOf(shop),
  find: () => null,
  body: ({ productId, place }, { shop }) => found(levelBody(productId, place, shop.world)),
  sorts: {},
  defaultOrder: 'id asc',
  filters: {
    ...timeFilters<Level>('updated_at', (level) => stockTimeOf(level, level.place)),
    inventory_item_ids(value) {
      const wanted = idsIn('inventory_item_ids', value, 'inventoryItem')
      return ({ productId }) => wanted.has(productId)
    },
    location_ids(value) {
      const wanted = idsIn('location_ids', value, 'location')
      return ({ place }) => wanted.has(place)
    },
  },
}

function idsIn(name: string, value: string, kind: 'inventoryItem' | 'location'): Set<number> {
  const wanted = value.split(',').filter((each) => /^\d+$/.test(each.trim()))
  if (wanted.length > IDS_MAX) throw new RestRefusal(422, { [name]: `is too long (maximum is ${IDS_MAX})` })
  return new Set(wanted.map((each) => worldIdOf(kind, each.trim())))
}

const levelsRoute = listRoute('inventory_levels', levelNames, levels)
const isNamed = ({ query }: RestRequest) =>
  ['inventory_item_ids', 'location_ids', 'page_info'].some((name) => query.has(name))

const atLocation: Listing<Level> = {
  ...levels,
  visible(request) {
    const place = paramId(request, 0, 'location')
    found(locations.find(place, request))
    return (level) => level.place === place
  },
}

export const inventoryRoutes: Route[] = [
  ...listRoutes('locations', locationNames, locations),
  listRoute(
    'locations/:id/inventory_levels',
    { ...levelNames, scopes: ['read_inventory', 'read_locations'] },
    atLocation,
  ),
  {
    ...levelsRoute,
    respond(request) {
      if (isNamed(request)) return levelsRoute.respond(request)
      throw new RestRefusal(422, ['inventory_item_ids or location_ids is required'])
    },
  },
  ...listRoutes('inventory_items', itemNames, items).filter(({ path }) => !path.endsWith('count')),
]
