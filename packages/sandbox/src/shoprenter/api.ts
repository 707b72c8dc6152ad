import type { Faults } from '../faults.ts'
import { deleteOldest } from '../world/delete-oldest.ts'
import type { WorldShop } from '../world/shop.ts'
import type { Formats } from './catalog.ts'
import { readers, scopes } from './collections.ts'
import { type Answer, refuse } from './envelope.ts'
import { idOfSku, putProduct } from './put-product.ts'
import { type TokenService, unauthorized } from './tokens.ts'
import type { WebhookRegistry } from './webhook-registry.ts'

export interface ApiCall {
  method: string
  /** After `/api/`. */
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  bearer: string
}

export interface ApiShop {
  shop: WorldShop
  formats: Formats
  hooks: WebhookRegistry
}

interface Deps {
  tokens: TokenService
  faults: Faults
}

const BATCH_MAX = 200
const PRODUCT_WRITE = 'product.product:write'
const productRoots: ReadonlySet<string> = new Set(['products', 'productExtend'])

/** One authorized call; a batch is one call, whatever it holds. */
export function answerCall(call: ApiCall, shop: ApiShop, { tokens, faults }: Deps): Answer {
  const where = { path: call.path, shop: shop.shop.domain }
  const token = tokens.check(shop.shop.domain, call.bearer)
  if (!token || faults.hit(['unauthorized'], where).length > 0) return unauthorized()
  if (faults.hit(['pageShift'], where).length > 0) deleteOldest(shop.shop)
  return call.path === 'batch' ? batch(call, shop, token.scopes) : route(call, shop, token.scopes)
}

function route(
  { method, path, query, body }: ApiCall,
  { shop, formats, hooks }: ApiShop,
  granted: ReadonlySet<string>,
): Answer {
  const [root = '', id = null] = path.split('/')
  const scope = scopes[root]
  if (scope && !granted.has(scope)) return refuse(403, 40_301, `Missing scope ${scope}`)
  if (root === 'webHooks') return hooks.handle(method, id, { query, body, href: formats.href })
  const reader = readers[root]
  if (!reader) return refuse(404, 40_401, 'Resource not found')
  if (method === 'PUT' && productRoots.has(root)) {
    if (!granted.has(PRODUCT_WRITE)) return refuse(403, 40_301, `Missing scope ${PRODUCT_WRITE}`)
    return (
      putProduct({ id, query, body }, shop) ?? reader({ shop, formats, root, id: id ?? idOfSku(query, shop), query })
    )
  }
  return method === 'GET'
    ? reader({ shop, formats, root, id, query })
    : refuse(405, 40_501, 'The sandbox takes changes by its control address')
}

function batch({ body }: ApiCall, shop: ApiShop, granted: ReadonlySet<string>): Answer {
  const requests = ((body.data as Record<string, unknown> | undefined)?.requests ?? []) as {
    method: string
    uri: string
    data?: Record<string, unknown>
  }[]
  if (requests.length === 0 || requests.length > BATCH_MAX)
    return refuse(400, 40_014, 'A batch holds 1 to 200 requests')
  const parts = requests.map(({ method, uri, data = {} }) => {
    const url = new URL(uri)
    const path = url.pathname.replace(/^.*\/api\//, '')
    const { status, body: answer } = route(
      { method, path, query: url.searchParams, body: data, bearer: '' },
      shop,
      granted,
    )
    return { method, uri, response: { header: { statusCode: String(status) }, body: answer } }
  })
  return { status: 200, body: { requests: { request: parts } } }
}
