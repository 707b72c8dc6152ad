import { type Connection, compareKeys, connect, type Entry } from '../graphql/connect.ts'
import type { FaceContext } from '../graphql/resolvers.ts'
import { type Matcher, matcherOf } from '../graphql/search.ts'

interface Listing<T> {
  objects: readonly T[]
  fields: Record<string, Matcher<T>>
  /** By the platform's name of a sort; `ID` is what nobody asked for. */
  keys: { ID(object: T): Entry['key'] } & Record<string, (object: T) => Entry['key']>
  node(object: T): unknown
}

/** A connection over objects: searched, sorted, cut into pages. */
export function list<T>(
  { objects, fields, keys, node }: Listing<T>,
  args: Record<string, unknown>,
  context: FaceContext,
): Connection {
  const keyOf = keys[String(args.sortKey ?? 'ID')] ?? keys.ID
  const entries = objects
    .filter(matcherOf(args.query, fields, context))
    .map((object): Entry => ({ key: keyOf(object), node: () => node(object) }))
  return connect(
    entries.sort((a, b) => compareKeys(a.key, b.key)),
    args,
  )
}

/** A connection within an object, in the order in which its parts come. */
export function listParts(nodes: readonly unknown[], args: Record<string, unknown>): Connection {
  return connect(
    nodes.map((node, place) => ({ key: [place], node: () => node })),
    args,
  )
}

/** Counted up to a limit, which is ten thousand unless another is asked for, and none for `null`. */
export function countUpTo(total: number, { limit = 10_000 }: Record<string, unknown>): Record<string, unknown> {
  const isCut = typeof limit === 'number' && total > limit
  return { count: isCut ? limit : total, precision: isCut ? 'AT_LEAST' : 'EXACT' }
}
