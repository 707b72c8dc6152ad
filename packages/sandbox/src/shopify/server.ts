import { parseObject, readText } from '../http.ts'
import type { HttpExchange } from '../platform-emulator.ts'
import { deleteOldest } from '../world/delete-oldest.ts'
import { answerGraphql, type Graphql } from './answer-graphql.ts'
import { accessToken, type Call, damageOf, hasFault, type ServerCore, write } from './exchange.ts'
import { authorize, openApp, type Page } from './oauth.ts'
import { publicUrl } from './public-url.ts'
import { restAddress } from './rest/api/answer-rest.ts'
import { serveRest } from './rest/api/serve-rest.ts'

const DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/
const API = /^\/admin\/api\/([^/]+)\/graphql\.json$/
const notFound = { status: 404, body: { errors: 'Not Found' } }

/** `/shopify/{domain}/admin/…` as on the shop's own host, and `/shopify/files/…`, where results of bulk operations lie. */
export async function answerShopify(core: ServerCore, exchange: HttpExchange): Promise<void> {
  const { request, response, url } = exchange
  if (core.shopify.uploads.isTarget(url.pathname))
    return core.shopify.uploads.receive(await readText(request), String(request.headers['content-type']), response)
  if (url.pathname.startsWith('/shopify/files/')) return core.shopify.files.serve(response, url.pathname + url.search)
  const text = await readText(request)
  const [, , domain = '', ...rest] = url.pathname.split('/')
  const path = `/${rest.join('/')}`
  const call = { ...exchange, domain, text }
  if (!DOMAIN.test(domain) || core.shopify.tokens.isClosed(domain)) return write(core, call, notFound)

  if (path === '/admin/oauth/access_token') return token(core, call)
  const version = API.exec(path)?.[1]
  if (version) return graphql(core, call, version)
  const address = restAddress(path)
  if (address) return serveRest(core, call, address, publicUrl(exchange))
  const page = pageOf(core, call, path)
  if (!page) return write(core, call, notFound)
  const { status, location, html = '' } = page
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...(location && { location }) }).end(html)
}

function pageOf({ shopify }: ServerCore, { request, url, domain }: Call, path: string): Page | null {
  const { method = 'GET' } = request
  if (path === '/admin/oauth/authorize') return authorize({ method, domain, query: url.searchParams }, shopify.oauth)
  const [, clientId] = /^\/admin\/apps\/([^/]+)$/.exec(path) ?? []
  return clientId ? openApp(domain, decodeURIComponent(clientId), shopify.oauth) : null
}

async function token(core: ServerCore, call: Call): Promise<void> {
  const { request, response, domain, text } = call
  core.stats.tokenCalls += 1
  const where = { path: 'oauth/access_token', shop: domain }
  if (await hasFault(core, call, where)) return
  if (request.method !== 'POST') return write(core, call, notFound)
  if (core.faults.hit(['tokenRefused'], where).length > 0)
    return write(core, call, { status: 401, body: { error: 'invalid_request', error_description: REFUSED } })
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseObject(text)
  const answer = core.shopify.tokens.ask(domain, body)
  // The platform issued the token, and its answer is lost.
  if (core.faults.hit(['tokenLost'], where).length > 0) return void response.socket?.destroy()
  write(core, call, answer, damageOf(core, where))
}

const REFUSED = 'This request requires an active refresh_token'

async function graphql(core: ServerCore, call: Call, version: string): Promise<void> {
  const { request, domain, text, calledUrl } = call
  const { shopify, faults, stats } = core
  const { method = 'GET' } = request
  const asked: Graphql = { method, version, text, token: accessToken(request), origin: calledUrl?.origin }
  const name = operationName(text)
  stats.requests[domain] = (stats.requests[domain] ?? 0) + 1
  stats.byPath[name] = (stats.byPath[name] ?? 0) + 1
  const where = { path: `graphql/${name}`, shop: domain }
  if (await hasFault(core, call, where)) return
  const kinds = new Set(faults.hit(['throttle', 'unauthorized'], where).map(({ kind }) => kind))
  const answer = await answerGraphql(domain, asked, shopify, kinds)
  if (isThrottled(answer.body)) stats.throttled += 1
  stats.points[domain] = (stats.points[domain] ?? 0) + pointsIn(answer.body)
  if (faults.hit(['echoFirst'], where).length > 0) await shopify.webhooks.idle()
  if (faults.hit(['pageShift'], where).length > 0) deleteOldest(shopify.shop(domain).world)
  write(core, call, answer, damageOf(core, where))
}

function pointsIn(body: unknown): number {
  const { extensions } = body as { extensions?: { cost?: { actualQueryCost: number | null } } }
  return extensions?.cost?.actualQueryCost ?? 0
}

function isThrottled(body: unknown): boolean {
  const errors = (body as { errors?: { extensions?: { code?: string } }[] }).errors
  return Array.isArray(errors) && errors[0]?.extensions?.code === 'THROTTLED'
}

/** What a call is called in faults and in counts. */
function operationName(text: string): string {
  const { operationName: name, query } = parseObject(text)
  if (typeof name === 'string' && name) return name
  return /^\s*(?:query|mutation)\s+(\w+)/.exec(String(query))?.[1] ?? 'anonymous'
}
