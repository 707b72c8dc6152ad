import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerControl } from './control.ts'
import { findEmulator } from './emulators.ts'
import { parseObject, readText, writeText } from './http.ts'
import { injectFault } from './inject-fault.ts'
import type { HttpExchange } from './platform-emulator.ts'
import type { Core } from './sandbox.ts'
import { adminPage } from './shoprenter/admin.ts'
import { answerCall } from './shoprenter/api.ts'
import { type Answer, refuse } from './shoprenter/envelope.ts'

/** `/{platform}/…`, `/shoprenter/oauth/{shop}/app/token`, `/shoprenter/shops/{shop}/api/…`, `/shoprenter/shops/{shop}/admin/…`, `/control/…` */
export async function handle(core: Core, incoming: Omit<HttpExchange, 'url'>): Promise<void> {
  const { request, response } = incoming
  const url = new URL(request.url ?? '/', core.url)
  const [, platform, area, domain = '', kind = '', ...rest] = url.pathname.split('/')
  const emulator = findEmulator(core, platform)
  if (emulator) return emulator.handleRequest({ ...incoming, url })
  const body = parseObject(await readText(request))
  if (platform === 'control')
    return write(response, core, await answerControl(core, request.method ?? 'GET', url, body))
  if (platform === 'shoprenter' && area === 'oauth') return token({ core, request, response, domain, body })
  if (platform === 'shoprenter' && area === 'shops' && kind === 'admin')
    return admin(core, response, { domain, url, path: `/admin/${rest.join('/')}` })
  if (platform === 'shoprenter' && area === 'shops' && kind === 'api')
    return api({ core, request, response, domain, url, path: rest.join('/'), body })
  write(response, core, refuse(404, 40_401, 'The sandbox has no such address'))
}

interface Call {
  core: Core
  request: IncomingMessage
  response: ServerResponse
  domain: string
  body: Record<string, unknown>
}

async function token({ core, response, domain, body }: Call): Promise<void> {
  core.stats.tokenCalls += 1
  const where = { path: 'token', shop: domain }
  if (await hasFault(core, response, where)) return
  if (core.faults.hit(['tokenRefused'], where).length > 0)
    return write(response, core, {
      status: 401,
      body: { error: 'invalid_client', message: 'Client authentication failed' },
    })
  const answer = core.tokens.ask(domain, body)
  // The platform gave the token out, and nobody ever heard of it.
  if (core.faults.hit(['tokenLost'], where).length > 0) return void response.socket?.destroy()
  write(response, core, answer)
}

async function api({
  core,
  request,
  response,
  domain,
  url,
  path,
  body,
}: Call & { url: URL; path: string }): Promise<void> {
  const { stats } = core
  const root = path.split('/')[0] ?? ''
  stats.requests[domain] = (stats.requests[domain] ?? 0) + 1
  stats.byPath[root] = (stats.byPath[root] ?? 0) + 1
  const where = { path, shop: domain }
  if (!core.limiter.take(domain) || core.faults.hit(['throttle'], where).length > 0) {
    stats.throttled += 1
    return write(response, core, refuse(429, 42_901, 'Too many requests'))
  }
  if (!request.headers['content-type']) return write(response, core, refuse(400, 40_001, 'Content-Type is missing'))
  if (!request.headers.accept?.includes('application/json'))
    return void response.writeHead(200, { 'content-type': 'application/xml' }).end('<?xml version="1.0"?><response/>')
  if (await hasFault(core, response, where)) return
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const answer = answerCall(
    { method: request.method ?? 'GET', path, query: url.searchParams, body, bearer },
    core.apiShop(domain),
    core,
  )
  write(response, core, answer, core.faults.hit(['garbage', 'truncate'], where).map(({ kind }) => kind)[0])
}

function hasFault(core: Core, response: ServerResponse, where: { path: string; shop: string }): Promise<boolean> {
  const fail = () => write(response, core, { status: 500, body: { message: 'Internal server error' } })
  return injectFault({ faults: core.faults, where, response, page: 'xml', fail })
}

function write(response: ServerResponse, core: Core, { status, body }: Answer, damage?: string): void {
  const json = body === null ? '' : JSON.stringify(body)
  // The date is the sandbox's own, which tests move.
  const headers = { 'content-type': 'application/json', date: new Date(core.clock.now()).toUTCString() }
  writeText(response, { status, headers, text: json, damage })
}

function admin(
  core: Core,
  response: ServerResponse,
  { domain, url, path }: { domain: string; url: URL; path: string },
): void {
  const { appId, entryUri } = core.options
  const { status, location, html } = adminPage(path, url.searchParams, {
    ...{ domain, appId, entryUri, clientId: core.clientId },
    sign: () => ({ ...core.sign(), code: core.tokens.issueCode(domain) }),
    approve: () => core.tokens.setScopes(domain, core.tokens.wantedScopes()),
  })
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...(location && { location }) }).end(html)
}
