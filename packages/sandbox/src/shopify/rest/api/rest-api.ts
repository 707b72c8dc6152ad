import { randomBytes } from 'node:crypto'
import type { Clock } from '../../../clock.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { type Allowance, createBucket } from '../../graphql/bucket.ts'
import { productGroupsOf } from '../../nodes/product-groups.ts'
import { notFound, RestRefusal, type RestRequest, type RestResult, type RestShop } from './request.ts'
import type { Route } from './route.ts'
import { findRoute } from './routes.ts'

export interface RestCall extends Pick<RestRequest, 'path' | 'query' | 'scopes' | 'url'> {
  method: string
  /** The `Accept` header. */
  accept: string
  /** Whether others of the same app have used up the calls. */
  isThrottled: boolean
}

export interface RestAnswer {
  status: number
  headers: Record<string, string>
  body: unknown
}

export interface RestApi {
  answer(call: RestCall): RestAnswer
}

interface Options {
  world: WorldShop
  domain: string
  clock: Clock
  /** Calls that fit into the bucket, and calls that leave it in a second. */
  allowance: Allowance
}

/**
 * The REST Admin API of one shop for one app, reads only. Headers are written as the platform does over
 * HTTP/1.1: Shopify's Python library looks for them by case. https://shopify.dev/docs/api/admin-rest
 */
export function createRestApi({ world, domain, clock, allowance }: Options): RestApi {
  const bucket = createBucket({ clock, allowance })
  const shop: RestShop = { world, domain, productGroups: productGroupsOf(world), cursorKey: randomBytes(32) }
  return {
    answer(call) {
      if (call.isThrottled || !bucket.holds(1)) return tooManyCalls(allowance)
      bucket.take(1)
      const { maximumAvailable, currentlyAvailable } = bucket.status()
      const limit = { 'X-Shopify-Shop-Api-Call-Limit': `${maximumAvailable - currentlyAvailable}/${maximumAvailable}` }
      const { headers, ...answer } = respond(call, shop)
      return { ...answer, headers: { ...limit, ...headers } }
    },
  }
}

function respond(call: RestCall, shop: RestShop): RestAnswer {
  try {
    if (!/json|\*\/\*|^$/.test(call.accept)) return refuse(406, 'Not Acceptable')
    const { route, params } = findRoute(call.path) ?? fail()
    if (call.method !== 'GET') fail()
    const missing = route.scopes.find((scope) => !call.scopes.has(scope))
    if (missing && !route.scopes.some((scope) => call.scopes.has(scope)))
      return refuse(403, `[API] This action requires merchant approval for ${missing} scope.`)
    const { body, link } = route.respond({ ...call, shop, params, query: joinArrays(call.query) })
    return { status: 200, headers: headersOf(route, link), body }
  } catch (error) {
    if (error instanceof RestRefusal) return refuse(error.status, error.errors)
    throw error
  }
}

function headersOf({ deprecated }: Route, link: RestResult['link']): Record<string, string> {
  return { ...(link && { Link: link }), ...(deprecated && { 'X-Shopify-API-Deprecated-Reason': deprecated }) }
}

/** `ids[]=1&ids[]=2` is `ids=1,2`; of another parameter that comes twice the last one counts. */
function joinArrays(query: URLSearchParams): URLSearchParams {
  const joined = new URLSearchParams()
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name)
    joined.set(name.replace(/\[\]$/, ''), name.endsWith('[]') ? values.join(',') : (values.at(-1) ?? ''))
  }
  return joined
}

function tooManyCalls({ restorePerSecond }: Allowance): RestAnswer {
  const errors = `Exceeded ${restorePerSecond} calls per second for api client. Reduce request rates to resume uninterrupted service.`
  return { ...refuse(429, errors), headers: { 'Retry-After': '2.0' } }
}

function refuse(status: number, errors: unknown): RestAnswer {
  return { status, headers: {}, body: { errors } }
}

function fail(): never {
  throw notFound()
}
