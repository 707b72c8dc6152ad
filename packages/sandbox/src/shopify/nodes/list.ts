import { sortedBy } from '../../world/ordered-view.ts'
import { type Connection, compareKeys, connect, type SortedList } from '../graphql/connect.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { type Matcher, matcherOf } from '../graphql/search.ts'

type KeyOf<T> = SortedList<T>['keyOf']

export interface Listing<T> {
  /** The same array until something changes, so that it is sorted once and not for every page. */
  objects: readonly T[]
  /** Fields of a search. */
  fields: Record<string, Matcher<T>>
  /** By the platform's name of a sort; `ID` is the default. */
  keys: { ID: KeyOf<T> } & Record<string, KeyOf<T>>
  node(object: T): unknown
}

/** A connection over objects: searched, sorted, cut into pages. */
export function listOf<T>(listing: Listing<T>, args: Record<string, unknown>, context: CallContext): Connection {
  const { objects, fields, keys, node } = listing
  const sortKey = String(args.sortKey ?? 'ID')
  const name = keys[sortKey] ? sortKey : 'ID'
  const keyOf = keys[name] ?? keys.ID
  const sorted = { objects: sortedBy(objects, name, { keyOf, compare: compareKeys }), keyOf, node }
  const matches = matcherOf(args.query, fields, context)
  if (!matches) return connect(sorted, args)
  // A part of a bulk query counts from the beginning of what was found.
  if (args.slice) return connect({ ...sorted, objects: sorted.objects.filter(matches) }, args)
  return connect({ ...sorted, matches }, args)
}

/** How many objects a search finds. */
export function countIn<T>({ objects, fields }: Listing<T>, query: unknown, context: CallContext): number {
  const matches = matcherOf(query, fields, context)
  return matches ? objects.filter(matches).length : objects.length
}

/** A connection within an object, in the order in which its parts come. */
export function listParts(nodes: readonly unknown[], args: Record<string, unknown>): Connection {
  const objects = nodes.map((node, place) => ({ node, place }))
  return connect({ objects, keyOf: ({ place }) => [place], node: ({ node }) => node }, args)
}

/** A plain list, cut to `first`. */
export function firstOf<T>(parts: readonly T[], { first }: Record<string, unknown>): readonly T[] {
  return typeof first === 'number' ? parts.slice(0, first) : parts
}

/** Counts up to `limit`: 10,000 by default, unlimited for `null`. */
export function countUpTo(total: number, { limit = 10_000 }: Record<string, unknown>): Record<string, unknown> {
  const isCut = typeof limit === 'number' && total > limit
  return { __typename: 'Count', count: isCut ? limit : total, precision: isCut ? 'AT_LEAST' : 'EXACT' }
}
