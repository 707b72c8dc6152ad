import type { GraphQLSchema } from 'graphql'

/** A warning about a search, which then does not filter. */
export interface SearchNote {
  path: readonly string[]
  query: string
  /** The search as it was understood. */
  parsed: object
  warnings: { field: string; message: string; code: 'invalid_field' }[]
}

/** Of one call. */
export interface CallContext {
  /** Of the version that answers. */
  schema: GraphQLSchema
  /** What the caller may do, reading that writing implies included. */
  scopes: ReadonlySet<string>
  /** Of the host that was called, if it is not the sandbox's own. */
  origin?: string
  /** Of the field that is being read, as the query names it. */
  path: readonly string[]
  /** Of the field that is being read, from its `@idempotent` directive. */
  idempotencyKey?: string
  /** Returned as `extensions.search`. */
  search: SearchNote[]
}

export type Resolver = (source: unknown, args: Record<string, unknown>, context: CallContext) => unknown

/** By type and field; what has none is a property of the source. Abstract types go by `__typename`. */
export type Resolvers = Record<string, Record<string, Resolver>>

/** Later ones win, field by field. */
export function mergeResolvers(...all: readonly Resolvers[]): Resolvers {
  const merged: Resolvers = {}
  for (const resolvers of all)
    for (const [type, fields] of Object.entries(resolvers)) merged[type] = { ...merged[type], ...fields }
  return merged
}
