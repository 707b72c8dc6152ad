import {
  type DocumentNode,
  execute,
  type FieldNode,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  type OperationDefinitionNode,
  parse,
  type ResponsePath,
  validate,
} from 'graphql'
import type { Clock } from '../../clock.ts'
import { checkAccess } from './access.ts'
import { type Allowance, createBucket } from './bucket.ts'
import type { Slice } from './connect.ts'
import { costOf } from './cost.ts'
import { executionError, maxCostExceeded, throttledError, validationError } from './errors.ts'
import { inputSizeError } from './input-size.ts'
import type { FaceContext, Resolvers } from './resolvers.ts'
import { variableErrors, variablesOf } from './variables.ts'

const COST_MAX = 1_000
const CACHED_MAX = 500

export interface FaceOptions {
  schema: GraphQLSchema
  resolvers: Resolvers
  clock: Clock
  allowance: Allowance
}

export interface Question {
  query: string
  variables: Record<string, unknown>
  operationName?: string
}

type Body = Record<string, unknown>

/** One app in one shop: its bucket, and what it asks. */
export interface Face {
  /** Points in the bucket now. */
  available(): number
  execute(
    question: Question,
    scopes: ReadonlySet<string>,
  ): Promise<{ status: number; headers: Record<string, string>; body: Body }>
  /** A part of a bulk query: connections without pages, at no cost. */
  run(query: string, slice: Slice, scopes: ReadonlySet<string>): Promise<{ data: Body; errors: { code?: string }[] }>
}

interface RunContext extends FaceContext {
  slice?: Slice
  /** Nodes of each connection, by path without places. */
  counts: Map<string, number>
}

interface Prepared {
  document: DocumentNode
  problems: Body[]
}

export function createFace({ schema, resolvers, clock, allowance }: FaceOptions): Face {
  const bucket = createBucket({ clock, allowance })
  const prepare = createPreparation(schema)
  const fieldResolver = createFieldResolver(resolvers)
  const run = (document: DocumentNode, { variables, operationName }: Omit<Question, 'query'>, context: RunContext) =>
    execute({
      ...{ schema, document, fieldResolver, rootValue: {}, contextValue: context, variableValues: variables },
      typeResolver: (value) => (value as { __typename: string }).__typename,
      ...(operationName !== undefined && { operationName }),
    })

  return {
    available: () => bucket.status().currentlyAvailable,

    async execute(question, scopes) {
      const { document, problems } = prepare(question.query)
      if (problems.length > 0) return answer({ errors: problems })
      const operation = operationOf(document, question.operationName)
      if (!operation) return answer({ errors: [{ message: 'No operation to execute' }] })
      const misfits = variableErrors(operation, question.variables, schema)
      if (misfits.length > 0) return answer({ errors: misfits })
      const variables = variablesOf(operation, question.variables)
      const oversize = inputSizeError(operation, variables)
      if (oversize) return answer({ errors: [oversize] })
      const costing = { schema, document, operation }
      const requested = costOf({ ...costing, sizeOf: (field) => askedSize(field, variables) })
      if (requested > COST_MAX) return answer({ errors: [maxCostExceeded(requested, COST_MAX)] })
      const costs = (actual: number | null) => ({
        cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() },
      })
      if (!bucket.holds(requested)) return answer({ errors: [throttledError], extensions: costs(null) })

      const context: RunContext = { scopes, path: [], search: [], counts: new Map() }
      const { data, errors } = await run(document, question, context)
      const actual = costOf({ ...costing, sizeOf: (_field, path) => context.counts.get(path) ?? 0 })
      bucket.take(actual)
      const extensions = { ...costs(actual), ...(context.search.length > 0 && { search: context.search }) }
      return answer({
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map(executionError) }),
        extensions,
      })
    },

    async run(query, slice, scopes) {
      const { document, problems } = prepare(query)
      if (problems.length > 0) return { data: {}, errors: [{ code: 'INTERNAL_SERVER_ERROR' }] }
      const { data, errors = [] } = await run(
        document,
        { variables: {} },
        { scopes, path: [], search: [], counts: new Map(), slice },
      )
      return {
        data: data ?? {},
        errors: errors.map(({ extensions }) => ({ code: String(extensions.code ?? 'INTERNAL_SERVER_ERROR') })),
      }
    },
  }
}

function answer(body: Body) {
  return { status: 200, headers: {}, body }
}

/** Parsed and checked once: the same few documents come over and over. */
function createPreparation(schema: GraphQLSchema): (query: string) => Prepared {
  const known = new Map<string, Prepared>()
  return (query) => {
    const found = known.get(query)
    if (found) return found
    if (known.size >= CACHED_MAX) known.clear()
    const prepared = read(query, schema)
    known.set(query, prepared)
    return prepared
  }
}

function read(query: string, schema: GraphQLSchema): Prepared {
  try {
    const document = parse(query)
    return { document, problems: validate(schema, document).map((error) => validationError(error, document)) }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const problem = { message: error.message, locations: error.locations, extensions: { code: 'PARSE_ERROR' } }
    return { document: { kind: 'Document', definitions: [] } as unknown as DocumentNode, problems: [problem] }
  }
}

function operationOf({ definitions }: DocumentNode, name?: string): OperationDefinitionNode | undefined {
  const operations = definitions.filter((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition')
  if (name) return operations.find((each) => each.name?.value === name)
  return operations.length === 1 ? operations[0] : undefined
}

function askedSize({ arguments: given }: FieldNode, variables: Record<string, unknown>): number {
  const value = given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value
  if (value?.kind === 'IntValue') return Number(value.value)
  return value?.kind === 'Variable' ? Number(variables[value.name.value] ?? 0) : 0
}

function createFieldResolver(resolvers: Resolvers): GraphQLFieldResolver<unknown, RunContext> {
  return (source, given, context, info) => {
    const { fieldName, parentType } = info
    const typeName = getNamedType(info.returnType).name
    checkAccess(fieldName, typeName, context.scopes)
    const isConnection = typeName.endsWith('Connection')
    const args = isConnection && context.slice ? { ...given, slice: sliceFor(info, context.slice) } : given
    const own = resolvers[nameOf(parentType, info.schema)]?.[fieldName]
    const here = 'query' in given ? { ...context, path: namesIn(info.path) } : context
    const value = own ? own(source, args, here) : propertyOf(source, fieldName, args, here)
    if (isConnection) count(value, info.path, context.counts)
    return value
  }
}

/** The outermost types are named as everywhere, whatever the platform calls them. */
function nameOf(type: GraphQLObjectType, schema: GraphQLSchema): string {
  if (type === schema.getQueryType()) return 'Query'
  return type === schema.getMutationType() ? 'Mutation' : type.name
}

function propertyOf(source: unknown, name: string, args: Record<string, unknown>, context: FaceContext): unknown {
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
