import { authorizeCall } from './authorize-call.ts'
import type { GraphqlRequest } from './graphql/graphql-api.ts'
import { adminSchema } from './graphql/schema.ts'
import type { Shopify } from './shopify.ts'
import { servedVersion } from './versions.ts'

export interface Graphql {
  method: string
  version: string
  text: string
  token: string
  /** See `GraphqlRequest`. */
  origin?: string | undefined
}

export interface GraphqlAnswer {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** What stands before the execution: method, version, token, body. */
export async function answerGraphql(
  domain: string,
  { method, version, text, token, origin }: Graphql,
  shopify: Shopify,
  faults: ReadonlySet<string>,
): Promise<GraphqlAnswer> {
  const served = servedVersion(version, shopify.clock.now())
  if (method !== 'POST' || !served) return refuse(404, 'Not Found')
  const headers = { 'x-shopify-api-version': served }
  const bearer = authorizeCall(domain, token, shopify, faults)
  if ('status' in bearer) return { ...bearer, headers }
  if (faults.has('throttle')) return { status: 200, headers, body: throttled }
  const request = read(text)
  if (!request) return refuse(400, { query: 'Required parameter missing or invalid' }, headers)
  const answer = await shopify
    .shop(domain)
    .ofApp(bearer.client)
    .graphql.execute({ ...request, ...(origin && { origin }), schema: adminSchema(served) }, bearer.scopes)
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

function read(text: string): GraphqlRequest | null {
  const value = parse(text) as { query?: unknown; variables?: unknown; operationName?: unknown } | null
  if (typeof value !== 'object' || value === null || typeof value.query !== 'string') return null
  const { query, variables, operationName } = value
  const given = typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : {}
  return { query, variables: given, ...(typeof operationName === 'string' && { operationName }) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refuse(status: number, errors: unknown, headers: Record<string, string> = {}): GraphqlAnswer {
  return { status, headers, body: { errors } }
}

/** A bucket that others of the same app have emptied. */
const throttled = {
  errors: [
    {
      message: 'Throttled',
      extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
    },
  ],
  extensions: {
    cost: {
      ...{ requestedQueryCost: 50, actualQueryCost: null },
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 10, restoreRate: 100 },
    },
  },
}
