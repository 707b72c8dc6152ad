import { type DocumentNode, execute, type FieldNode, type GraphQLSchema } from 'graphql'
import type { Clock } from '../../clock.ts'
import { type Allowance, createBucket } from './bucket.ts'
import type { Slice } from './connect.ts'
import { costOf } from './cost.ts'
import type { DefaultsLedger } from './defaults/ledger.ts'
import { executionError, maxCostExceeded, throttledError } from './errors.ts'
import { createFieldResolver, type RunContext } from './field-resolver.ts'
import { inputCostOf } from './input-cost.ts'
import { inputSizeError } from './input-size.ts'
import { createPreparation, operationOf } from './prepare.ts'
import type { Resolvers } from './resolvers.ts'
import { adminSchema } from './schema.ts'
import { variableErrors, variablesOf } from './variables.ts'

const COST_MAX = 1_000

export interface GraphqlApiOptions {
  resolvers: Resolvers
  clock: Clock
  allowance: Allowance
  /** Where fields that nothing answers are recorded. */
  defaults: DefaultsLedger
}

export interface GraphqlRequest {
  query: string
  variables: Record<string, unknown>
  operationName?: string
  /** Of the version that answers; else the newest. */
  schema?: GraphQLSchema
  /** Of the host that was called, e.g. `https://minta-bolt.myshopify.com`; absent if it is the sandbox's own. */
  origin?: string
}

/** A part of a bulk query, or one line of a bulk mutation. */
export interface BulkPart {
  query: string
  slice?: Slice
  variables?: Record<string, unknown>
  schema: GraphQLSchema
}

type Body = Record<string, unknown>

/** One app in one shop: its bucket, and what it asks. */
export interface GraphqlApi {
  /** Points in the bucket now. */
  available(): number
  execute(
    request: GraphqlRequest,
    scopes: ReadonlySet<string>,
  ): Promise<{ status: number; headers: Record<string, string>; body: Body }>
  /** Connections without pages, at no cost. */
  run(part: BulkPart, scopes: ReadonlySet<string>): Promise<{ data: Body; errors: { code?: string }[] }>
}

export function createGraphqlApi({ resolvers, clock, allowance, defaults }: GraphqlApiOptions): GraphqlApi {
  const bucket = createBucket({ clock, allowance })
  const prepare = createPreparation()
  const fieldResolver = createFieldResolver({ resolvers, defaults })
  const run = (
    document: DocumentNode,
    { variables, operationName }: Omit<GraphqlRequest, 'query'>,
    context: RunContext,
  ) =>
    execute({
      ...{ schema: context.schema, document, fieldResolver, rootValue: {}, contextValue: context },
      variableValues: variables,
      typeResolver: (value) => (value as { __typename: string }).__typename,
      ...(operationName !== undefined && { operationName }),
    })

  return {
    available: () => bucket.status().currentlyAvailable,

    async execute(request, scopes) {
      const { schema = adminSchema() } = request
      const { document, problems } = prepare(request.query, schema)
      if (problems.length > 0) return answer({ errors: problems })
      const operation = operationOf(document, request.operationName)
      if (!operation) return answer({ errors: [{ message: 'No operation to execute' }] })
      const misfits = variableErrors(operation, request.variables, schema)
      if (misfits.length > 0) return answer({ errors: misfits })
      const variables = variablesOf(operation, request.variables)
      const oversize = inputSizeError(operation, variables)
      if (oversize) return answer({ errors: [oversize] })
      const costing = { schema, document, operation }
      const inputCost = inputCostOf(operation, variables)
      const requested = inputCost + costOf({ ...costing, sizeOf: (field) => askedSize(field, variables) })
      if (requested > COST_MAX) return answer({ errors: [maxCostExceeded(requested, COST_MAX)] })
      const costs = (actual: number | null) => ({
        cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() },
      })
      if (!bucket.holds(requested)) return answer({ errors: [throttledError], extensions: costs(null) })

      const { origin } = request
      const more = origin === undefined ? {} : { origin }
      const context: RunContext = { schema, scopes, ...more, path: [], search: [], counts: new Map() }
      const { data, errors } = await run(document, request, context)
      const actual = inputCost + costOf({ ...costing, sizeOf: (_field, path) => context.counts.get(path) ?? 0 })
      bucket.take(actual)
      const extensions = { ...costs(actual), ...(context.search.length > 0 && { search: context.search }) }
      return answer({
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map(executionError) }),
        extensions,
      })
    },

    async run({ query, slice, variables = {}, schema }, scopes) {
      const { document, problems } = prepare(query, schema)
      if (problems.length > 0) return { data: {}, errors: [{ code: 'INTERNAL_SERVER_ERROR' }] }
      const { data, errors = [] } = await run(
        document,
        { variables },
        { schema, scopes, path: [], search: [], counts: new Map(), ...(slice && { slice }) },
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

function askedSize({ arguments: given }: FieldNode, variables: Record<string, unknown>): number {
  const value = given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value
  if (value?.kind === 'IntValue') return Number(value.value)
  return value?.kind === 'Variable' ? Number(variables[value.name.value] ?? 0) : 0
}
