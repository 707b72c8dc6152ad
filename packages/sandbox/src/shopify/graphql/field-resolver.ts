import {
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  type ResponsePath,
} from 'graphql'
import { checkAccess } from './access.ts'
import type { Slice } from './connect.ts'
import { defaultValue } from './defaults/default-value.ts'
import type { DefaultsLedger } from './defaults/ledger.ts'
import type { CallContext, Resolvers } from './resolvers.ts'

/** What one execution knows beside the call. */
export interface RunContext extends CallContext {
  slice?: Slice
  /** Nodes of each connection, by path without places. */
  counts: Map<string, number>
}

export interface FieldResolverOptions {
  resolvers: Resolvers
  defaults: DefaultsLedger
}

/** A field is answered by its resolver, else by the property of the source, else by default, which is recorded. */
export function createFieldResolver(options: FieldResolverOptions): GraphQLFieldResolver<unknown, RunContext> {
  const { resolvers, defaults } = options
  return (source, given, context, info) => {
    const { fieldName, parentType } = info
    const typeName = getNamedType(info.returnType).name
    checkAccess(fieldName, typeName, context.scopes)
    const isConnection = typeName.endsWith('Connection')
    const args = isConnection && context.slice ? { ...given, slice: sliceFor(info, context.slice) } : given
    const own = resolvers[nameOf(parentType, info.schema)]?.[fieldName]
    const here = contextFor(info, given, context)
    const known = own ? own(source, args, here) : propertyOf(source, fieldName, args, here)
    const value = known === undefined ? byDefault(info, args, defaults) : known
    if (isConnection) count(value, info.path, context.counts)
    return value
  }
}

/** The key of a mutation is a directive of its field, which resolvers do not see. */
function contextFor(info: GraphQLResolveInfo, given: Record<string, unknown>, context: RunContext): RunContext {
  if (info.parentType === info.schema.getMutationType()) {
    const key = idempotencyKeyOf(info)
    return key === undefined ? context : { ...context, idempotencyKey: key }
  }
  return 'query' in given ? { ...context, path: namesIn(info.path) } : context
}

function idempotencyKeyOf({ schema, fieldNodes, variableValues }: GraphQLResolveInfo): string | undefined {
  const directive = schema.getDirective('idempotent')
  const [field] = fieldNodes
  const values = directive && field && getDirectiveValues(directive, field, variableValues)
  return typeof values?.key === 'string' ? values.key : undefined
}

function byDefault(info: GraphQLResolveInfo, args: Record<string, unknown>, defaults: DefaultsLedger): unknown {
  const { parentType, fieldName, schema, returnType } = info
  defaults.record(`${parentType.name}.${fieldName}`)
  return defaultValue({ schema, parent: parentType.name, type: returnType, args })
}

/** The outermost types are named as everywhere, whatever the platform calls them. */
function nameOf(type: GraphQLObjectType, schema: GraphQLSchema): string {
  if (type === schema.getQueryType()) return 'Query'
  return type === schema.getMutationType() ? 'Mutation' : type.name
}

function propertyOf(source: unknown, name: string, args: Record<string, unknown>, context: CallContext): unknown {
  const value = (source as Record<string, unknown>)[name]
  return typeof value === 'function' ? value(args, context) : value
}

function sliceFor({ path }: GraphQLResolveInfo, slice: Slice): Slice {
  return path.prev === undefined ? slice : { offset: 0, limit: Number.MAX_SAFE_INTEGER }
}

function count(value: unknown, path: ResponsePath, counts: Map<string, number>): void {
  const size = (value as { nodes?: unknown[] } | null)?.nodes?.length ?? 0
  const key = namesIn(path)
    .map((name) => `.${name}`)
    .join('')
  counts.set(key, Math.max(size, counts.get(key) ?? 0))
}

/** Of a path, without the places in lists. */
function namesIn(path: ResponsePath): string[] {
  const names: string[] = []
  for (let step: ResponsePath | undefined = path; step; step = step.prev)
    if (typeof step.key === 'string') names.unshift(step.key)
  return names
}
