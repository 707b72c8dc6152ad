import { authorizeCall } from '../../authorize-call.ts'
import type { Shopify } from '../../shopify.ts'
import { servedVersion } from '../../versions.ts'
import type { RestAnswer, RestCall } from './rest-api.ts'

export interface RestAddress {
  /** `null` for addresses without a version. */
  version: string | null
  path: string
}

/** What of the shop's host REST serves: `/admin/api/{version}/….json` and `/admin/oauth/access_scopes.json`. */
export function restAddress(path: string): RestAddress | null {
  const [, version, resource] = /^\/admin\/api\/([^/]+)\/(.+?)(?:\.json)?$/.exec(path) ?? []
  if (version && resource) return { version, path: resource }
  return path === '/admin/oauth/access_scopes.json' ? { version: null, path: 'oauth/access_scopes' } : null
}

interface Call extends Omit<RestCall, 'scopes' | 'isThrottled'> {
  version: string | null
  token: string
}

/** Version and token, before the API itself. */
export function answerRest(domain: string, call: Call, shopify: Shopify, faults: ReadonlySet<string>): RestAnswer {
  const served = call.version && servedVersion(call.version, shopify.clock.now())
  if (call.version && !served) return { status: 404, headers: {}, body: { errors: 'Not Found' } }
  const headers: Record<string, string> = served ? { 'X-Shopify-API-Version': served } : {}
  const bearer = authorizeCall(domain, call.token, shopify, faults)
  if ('status' in bearer) return { status: bearer.status, headers, body: bearer.body }
  const { rest } = shopify.shop(domain).ofApp(bearer.client)
  const answer = rest.answer({ ...call, scopes: bearer.scopes, isThrottled: faults.has('throttle') })
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
