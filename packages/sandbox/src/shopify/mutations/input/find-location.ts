import type { WorldShop } from '../../../world/shop.ts'
import { readId } from './read-id.ts'

/** The place that the id of a location means, from 1; `null` for a location that the shop does not have. */
export function findLocation(id: unknown, { stockCount }: WorldShop): number | null {
  const place = readId(id, 'Location')
  return place >= 1 && place <= stockCount ? place : null
}
