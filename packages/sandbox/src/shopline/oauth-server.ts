import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { damageKinds } from '../faults.ts'
import { parseObject, readText, writeText } from '../http.ts'
import { injectFault } from '../inject-fault.ts'
import type { HttpExchange } from '../platform-emulator.ts'
import type { Stats } from '../stats.ts'
import type { Answer } from './api/open-api-types.ts'
import { authorizePage } from './oauth.ts'
import { refusals } from './token-answers.ts'
import type { TokenService } from './tokens.ts'

export interface OauthServer {
  clock: Clock
  faults: Faults
  stats: Pick<Stats, 'tokenCalls'>
  shopline: {
    clientId: string
    scopes: readonly string[]
    app: { redirectUrls: readonly string[] }
    rules: { echoesState: boolean }
    handles: () => readonly string[]
    tokens: TokenService
  }
}

interface Where {
  path: string
  /** Merchant id, or nothing where the request names none. */
  shop: string
}

const ROOT = '/shopline/developers/oauth'
const notFound: Answer = { status: 404, body: { error: 'not_found' } }

/** `/shopline/developers/oauth/…`: the pages of the consent, the token endpoint and what it says of tokens. */
export async function answerOauth(server: OauthServer, exchange: HttpExchange): Promise<void> {
  const { request, response, url } = exchange
  const path = url.pathname.slice(ROOT.length)
  if (path === '/authorize' && request.method === 'GET') return answerPage(server, exchange)
  if (path === '/token' && request.method === 'POST') return answerToken(server, exchange)
  if (path === '/token/info' && request.method === 'GET') return answerInfo(server, exchange)
  write(server, response, notFound)
}

function answerPage({ shopline }: OauthServer, { response, url }: HttpExchange): void {
  const { clientId, scopes, rules, handles, tokens, app } = shopline
  const deps = { clientId, scopes, rules, handles, tokens, redirectUrls: app.redirectUrls }
  const { status, location, html = '' } = authorizePage({ query: url.searchParams }, deps)
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...(location && { location }) }).end(html)
}

async function answerToken(server: OauthServer, { request, response, url }: HttpExchange): Promise<void> {
  const { faults, stats, shopline } = server
  stats.tokenCalls += 1
  const body = { ...Object.fromEntries(url.searchParams), ...readBody(request, await readText(request)) }
  const where = { path: 'token', shop: shopline.tokens.ownerOf(body) }
  if (await hasFault(server, response, where)) return
  if (faults.hit(['tokenRefused'], where).length > 0) return write(server, response, refusals.badGrant)
  const answer = shopline.tokens.exchange(body)
  // The platform issued the token, and its answer is lost.
  if (faults.hit(['tokenLost'], where).length > 0) return void response.socket?.destroy()
  write(server, response, answer, damageOf(server, where))
}

async function answerInfo(server: OauthServer, { request, response }: HttpExchange): Promise<void> {
  const { tokens } = server.shopline
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const holder = tokens.find(token)
  const where = { path: 'token/info', shop: typeof holder === 'object' ? holder.merchantId : '' }
  if (await hasFault(server, response, where)) return
  write(server, response, tokens.info(token), damageOf(server, where))
}

/** The documents show parameters of the address, their SDK sends JSON, and the standard says a form: all are taken. */
function readBody({ headers }: IncomingMessage, text: string): Record<string, unknown> {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : parseObject(text)
}

function hasFault(server: OauthServer, response: ServerResponse, where: Where): Promise<boolean> {
  const fail = () => write(server, response, { status: 500, body: { error: 'server_error' } })
  return injectFault({ faults: server.faults, where, response, page: 'html', fail })
}

function damageOf({ faults }: OauthServer, where: Where): string | undefined {
  return faults.hit(damageKinds, where)[0]?.kind
}

function write({ clock }: OauthServer, response: ServerResponse, { status, body }: Answer, damage?: string): void {
  writeText(response, {
    ...{ status, damage, text: JSON.stringify(body) },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      // The date is the sandbox's own, which tests move.
      date: new Date(clock.now()).toUTCString(),
      'x-request-id': randomUUID(),
    },
  })
}
