import { sortedBy } from '../../../world/ordered-view.ts'
import type { Listing, SortValue } from './listing.ts'
import { badParameter, type RestRequest } from './request.ts'

/** Where an object stands in an order. */
export interface Position {
  value: SortValue
  id: number
}

export interface SortedList<T> {
  objects: readonly T[]
  positionOf(object: T): Position
  /** Index of the first object that stands behind the position. */
  indexAfter(position: Position): number
  /** Index of the first object that does not stand before it. */
  indexOf(position: Position): number
}

/** The whole list in the order that the query asks for: `updated_at asc`, `id desc`, … */
export function sortedList<T extends { id: number }>(
  listing: Listing<T>,
  query: URLSearchParams,
  request: RestRequest,
): SortedList<T> {
  // To a list that nobody can sort `order` is an unknown parameter.
  const asked = Object.keys(listing.sorts).length > 0 ? query.get('order') : null
  const order = asked || (query.has('since_id') ? 'id asc' : listing.defaultOrder)
  const [, field = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?$/i.exec(order.trim()) ?? []
  const sortValue = field === 'id' ? () => 0 : listing.sorts[field]
  if (!sortValue) throw badParameter('order', 'Invalid value.')
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  const positionOf = (object: T): Position => ({ value: sortValue(object), id: object.id })
  const compare = (object: T, { value, id }: Position) =>
    sign * (compareValues(sortValue(object), value) || object.id - id)
  const all = listing.objects(request)
  const objects = sortedBy(all, `${field} ${sign}`, {
    keyOf: (object) => object,
    compare: (a, b) => sign * (compareValues(sortValue(a), sortValue(b)) || a.id - b.id),
  })
  const firstWhere = (isReached: (object: T) => boolean) => {
    let [low, high] = [0, objects.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isReached(objects[middle] as T)) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    objects,
    positionOf,
    indexAfter: (position) => firstWhere((each) => compare(each, position) > 0),
    indexOf: (position) => firstWhere((each) => compare(each, position) >= 0),
  }
}

function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
