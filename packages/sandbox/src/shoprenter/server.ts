import type { IncomingMessage, ServerResponse } from 'node:http'
import { damageKinds } from '../faults.ts'
import { parseObject, readText, writeText } from '../http.ts'
import { injectFault } from '../inject-fault.ts'
import { jsonBlocks } from '../json-blocks.ts'
import type { EmulatorDeps, HttpExchange } from '../platform-emulator.ts'
import type { Limiter } from '../rate-limiter.ts'
import { adminPage } from './admin.ts'
import { answerCall } from './api.ts'
import { type Answer, refuse } from './envelope.ts'
import type { Shoprenter } from './shoprenter.ts'

export interface ServerCore extends EmulatorDeps {
  shoprenter: Shoprenter
  appId: string
  /** URL of the app's EntryPoint. */
  entryUri: string
  limiter: Limiter
  /** Where the platform sends the merchant of a shop after the install. */
  installUrl(domain: string): string
  /** The parameters with which the platform calls the app. */
  sign(domain: string): URLSearchParams
}

interface Call extends HttpExchange {
  domain: string
  /** After the kind of address. */
  path: string
}

/** `/shoprenter/oauth/{shop}/app/token`, `/shoprenter/shops/{shop}/api/…`, `/shoprenter/shops/{shop}/admin/…` */
export async function answerShoprenter(core: ServerCore, exchange: HttpExchange): Promise<void> {
  const [, , area, domain = '', kind = '', ...rest] = exchange.url.pathname.split('/')
  const call = { ...exchange, domain, path: rest.join('/') }
  if (area === 'oauth') return token(core, call)
  if (area === 'shops' && kind === 'admin') return admin(core, call)
  if (area === 'shops' && kind === 'api') return api(core, call)
  write(core, exchange.response, refuse(404, 40_401, 'Resource not found'))
}

async function token(core: ServerCore, { request, response, domain }: Call): Promise<void> {
  const { faults, stats, shoprenter } = core
  const body = parseObject(await readText(request))
  stats.tokenCalls += 1
  const where = { path: 'token', shop: domain }
  if (await hasFault(core, response, where)) return
  if (faults.hit(['tokenRefused'], where).length > 0)
    return write(core, response, {
      status: 401,
      body: { error: 'invalid_client', message: 'Client authentication failed' },
    })
  const answer = shoprenter.tokens.ask(domain, body)
  // The platform issued the token, and the response is lost.
  if (faults.hit(['tokenLost'], where).length > 0) return void response.socket?.destroy()
  write(core, response, answer)
}

async function api(core: ServerCore, { request, response, url, domain, path }: Call): Promise<void> {
  const { faults, stats, shoprenter } = core
  const body = parseObject(await readText(request))
  count(core, domain, path)
  const where = { path, shop: domain }
  if (!core.limiter.take(domain) || faults.hit(['throttle'], where).length > 0) {
    stats.throttled += 1
    return write(core, response, refuse(429, 42_901, 'Too many requests'))
  }
  if (!request.headers['content-type']) return write(core, response, refuse(400, 40_001, 'Content-Type is missing'))
  if (!request.headers.accept?.includes('application/json'))
    return void response.writeHead(200, { 'content-type': 'application/xml' }).end('<?xml version="1.0"?><response/>')
  if (await hasFault(core, response, where)) return
  const answer = answerCall(
    { method: request.method ?? 'GET', path, query: url.searchParams, body, bearer: bearerOf(request) },
    shoprenter.shop(domain).api,
    { tokens: shoprenter.tokens, faults, takeCall: () => core.limiter.take(domain) },
  )
  if (faults.hit(['echoFirst'], where).length > 0) await shoprenter.webhooks.idle()
  write(core, response, answer, faults.hit(damageKinds, where)[0]?.kind)
}

function count({ stats }: ServerCore, domain: string, path: string): void {
  const root = path.split('/')[0] ?? ''
  stats.requests[domain] = (stats.requests[domain] ?? 0) + 1
  stats.byPath[root] = (stats.byPath[root] ?? 0) + 1
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
}

function hasFault(core: ServerCore, response: ServerResponse, where: { path: string; shop: string }): Promise<boolean> {
  const fail = () => write(core, response, { status: 500, body: { message: 'Internal server error' } })
  return injectFault({ faults: core.faults, where, response, page: 'xml', fail })
}

function admin(core: ServerCore, { response, url, domain, path }: Call): void {
  const { appId, entryUri } = core
  const { clientId, tokens, rules } = core.shoprenter
  const { status, location, html } = adminPage(`/admin/${path}`, url.searchParams, {
    ...{ appId, entryUri, clientId, root: `/shoprenter/shops/${domain}`, isEmbedded: rules.embedsApp },
    scopes: tokens.wantedScopes(),
    installUrl: () => core.installUrl(domain),
    sign: () => core.sign(domain),
    approve: () => tokens.setScopes(domain, tokens.wantedScopes()),
  })
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...(location && { location }) }).end(html)
}

function write({ clock }: ServerCore, response: ServerResponse, { status, body }: Answer, damage?: string): void {
  const text = body === null ? '' : jsonBlocks(body)
  // The date is the sandbox's own, which tests move.
  const headers = { 'content-type': 'application/json', date: new Date(clock.now()).toUTCString() }
  writeText(response, { status, headers, text, damage })
}
