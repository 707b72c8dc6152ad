import { type IdKind, worldIdOf } from '../../world-ids.ts'
import type { Body } from '../bodies/body.ts'
import { readTime } from '../json.ts'
import { badParameter, type RestRequest } from './request.ts'

export type SortValue = string | number
type Predicate<T> = (object: T) => boolean
/** What a parameter's value leaves in the list. */
export type Filter<T> = (value: string, request: RestRequest) => Predicate<T>

/** A list of the shop: what is in it, how it is filtered and sorted, and the body of each object. */
export interface Listing<T extends { id: number }> {
  kind: IdKind
  /** The same array until the world changes, so that it is sorted once. */
  objects(request: RestRequest): readonly T[]
  find(worldId: number, request: RestRequest): T | null
  body(object: T, request: RestRequest): Body
  sorts: Readonly<Record<string, (object: T) => SortValue>>
  /** The order when none is asked for: `created_at desc`. */
  defaultOrder: string
  filters: Readonly<Record<string, Filter<T>>>
  /** Parameters that hold unless the request names them. */
  defaults?: Readonly<Record<string, string>>
  /** What this caller may see at all. */
  visible?(request: RestRequest): Predicate<T>
}

/** Whether an object is in the list as this query asks for it; parameters that the list does not know are ignored. */
export function matcherOf<T extends { id: number }>(
  listing: Listing<T>,
  query: URLSearchParams,
  request: RestRequest,
): Predicate<T> {
  const filters: Readonly<Record<string, Filter<T>>> = { ...idFilters(listing.kind), ...listing.filters }
  const given = new Map(Object.entries(listing.defaults ?? {}))
  for (const [name, value] of query) if (value !== '') given.set(name, value)
  const predicates = [...given].flatMap(([name, value]) => filters[name]?.(value, request) ?? [])
  if (listing.visible) predicates.push(listing.visible(request))
  return (object) => predicates.every((holds) => holds(object))
}

/** Names of the parameters that filter or sort this list: they may not stand beside `page_info`. */
export function parametersOf<T extends { id: number }>({ kind, filters }: Listing<T>): string[] {
  return ['order', ...Object.keys(idFilters(kind)), ...Object.keys(filters)]
}

function idFilters<T extends { id: number }>(kind: IdKind): Readonly<Record<string, Filter<T>>> {
  const worldId = (name: string, value: string) => {
    if (!/^\d+$/.test(value)) throw badParameter(name, 'expected String to be a id')
    return worldIdOf(kind, value)
  }
  return {
    since_id(value) {
      const since = worldId('since_id', value)
      return ({ id }) => id > since
    },
    ids(value) {
      const wanted = new Set(value.split(',').map((each) => worldId('ids', each.trim())))
      return ({ id }) => wanted.has(id)
    },
  }
}

/** `{name}_min` and `{name}_max`, bounds included. */
export function timeFilters<T>(name: string, timeOf: (object: T) => number): Readonly<Record<string, Filter<T>>> {
  const read = (parameter: string, value: string) => {
    const time = readTime(value)
    if (Number.isNaN(time)) throw badParameter(parameter, 'Invalid value.')
    return time
  }
  return {
    [`${name}_min`](value) {
      const min = read(`${name}_min`, value)
      return (object) => timeOf(object) >= min
    },
    [`${name}_max`](value) {
      const max = read(`${name}_max`, value)
      return (object) => timeOf(object) <= max
    },
  }
}

/** A comma-separated parameter, of which one value has to be the object's; an alias stands for several values. */
export function oneOf<T>(
  textOf: (object: T, request: RestRequest) => string,
  aliases: Readonly<Record<string, readonly string[]>> = {},
): Filter<T> {
  return (value, request) => {
    const values = value.split(',').map((each) => each.trim().toLowerCase())
    const wanted = new Set(values.flatMap((each) => aliases[each] ?? [each]))
    return (object) => wanted.has('any') || wanted.has(textOf(object, request).toLowerCase())
  }
}
