import type { WorldShop } from '../../world/shop.ts'
import { stockTimeOf } from '../../world/stock-times.ts'
import { matchNumber, matchTime } from '../graphql/search.ts'
import { numberOf } from './gid.ts'
import type { Listing } from './list.ts'
import { mapped, type Node } from './node.ts'
import { type Level, levelNode } from './refs.ts'
import { cachedBy, type Summary, summariesOf } from './summaries.ts'

export interface LevelSummary {
  place: number
  summary: Summary
}

/** The level of an item at a place; `null` where nothing of it is stocked. */
export function findLevel(productId: number | null, place: number | null, world: WorldShop): Node<Level> | null {
  if (productId === null || place === null || place > world.stockCount) return null
  return mapped(world.products.get(productId), (product) => levelNode({ place, product }))
}

export function levelListing(world: WorldShop): Omit<Listing<LevelSummary>, 'objects'> {
  return {
    keys: { ID: ({ place, summary }) => [summary.id, place] },
    fields: {
      updated_at: ({ place, summary }, comparator, value) => matchTime(stockTimeOf(summary, place), comparator, value),
      created_at: ({ summary }, comparator, value) => matchTime(summary.createdAt, comparator, value),
      inventory_item_id: ({ summary }, comparator, value) =>
        matchNumber(numberOf('InventoryItem', summary.id), comparator, value),
    },
    node: ({ place, summary }) => findLevel(summary.id, place, world),
  }
}

const known = new WeakMap<WorldShop, Map<number, () => readonly LevelSummary[]>>()

/** What lies at one place. */
export function levelsAt(place: number, world: WorldShop): readonly LevelSummary[] {
  const places = known.get(world) ?? new Map<number, () => readonly LevelSummary[]>()
  known.set(world, places)
  const make = () => summariesOf(world.products).map((summary) => ({ place, summary }))
  const read = places.get(place) ?? cachedBy(world.products.version, make)
  places.set(place, read)
  return read()
}
