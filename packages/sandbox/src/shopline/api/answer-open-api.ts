import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { damageKinds } from '../../faults.ts'
import { parseObject, readText, writeText } from '../../http.ts'
import { injectFault } from '../../inject-fault.ts'
import { jsonBlocks } from '../../json-blocks.ts'
import type { HttpExchange } from '../../platform-emulator.ts'
import { deleteOldest } from '../../world/delete-oldest.ts'
import { rateLimited, refuse } from './answers.ts'
import type { Answer, ApiCall, OpenApiCore, TokenHolder } from './open-api-types.ts'
import { routeCall } from './routes.ts'
import { actionOf, scopesFor } from './scopes.ts'
import { tokenInfo } from './token-info.ts'

interface Where {
  path: string
  /** Merchant id, or nothing where no token says one. */
  shop: string
}

const ROOT = '/shopline/open/v1/'

/** `/shopline/open/v1/…`: one call, from its headers to its answer. */
export async function answerOpenApi(core: OpenApiCore, { request, response, url }: HttpExchange): Promise<void> {
  const call = toCall(request, url, parseObject(await readText(request)))
  const holder = core.tokens.find(call.bearer)
  const merchantId = typeof holder === 'object' ? holder.merchantId : ''
  const where = { path: call.path.join('/'), shop: merchantId }
  count(core, where)
  const fail = () => write(core, response, refuse(500, 'InternalServerError', 'Internal server error'))
  if (await injectFault({ faults: core.faults, where, response, page: 'html', fail })) return
  const answer = request.headers['user-agent'] ? answerCall(core, call, holder, where) : withoutAgent
  if (answer.status === 429) core.stats.throttled += 1
  if (core.faults.hit(['echoFirst'], where).length > 0) await core.webhooksIdle()
  write(core, response, answer, core.faults.hit(damageKinds, where)[0]?.kind)
}

const withoutAgent = refuse(403, 'Forbidden', 'User-Agent is missing')

function answerCall(
  core: OpenApiCore,
  call: ApiCall,
  holder: ReturnType<OpenApiCore['tokens']['find']>,
  where: Where,
): Answer {
  const kinds = new Set(core.faults.hit(['throttle', 'unauthorized', 'pageShift'], where).map(({ kind }) => kind))
  const refusal = kinds.has('unauthorized') ? refuseToken(undefined) : undefined
  if (refusal) return refusal
  if (typeof holder !== 'object') return refuseToken(holder)
  if (kinds.has('throttle') || !core.limiter.take(holder.merchantId)) return rateLimited
  if (!isAllowed(holder, call, core.quirks.deniedActions))
    return refuse(403, 'Forbidden', 'The token has no permission for this resource')
  const shop = core.shop(holder.merchantId)
  if (kinds.has('pageShift')) deleteOldest(shop.world)
  if (call.method === 'GET' && where.path === 'token/info') return tokenInfo(holder, shop)
  return routeCall(call, shop)
}

function refuseToken(state: 'expired' | 'revoked' | undefined): Answer {
  if (state === 'expired') return refuse(401, 'TOKEN_EXPIRED', 'Access token is expired')
  if (state === 'revoked') return refuse(401, 'TOKEN_REVOKED', 'Access token was revoked')
  return refuse(401, 'Unauthorized', 'Access token is invalid')
}

function isAllowed({ scopes }: TokenHolder, { method, path }: ApiCall, denied: readonly string[]): boolean {
  if (denied.includes(actionOf(method, path))) return false
  const wanted = scopesFor(path)
  return wanted.length === 0 || wanted.some((scope) => scopes.has(scope))
}

function toCall(request: IncomingMessage, url: URL, body: Record<string, unknown>): ApiCall {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const path = url.pathname.slice(ROOT.length).split('/').filter(Boolean)
  return { method: request.method ?? 'GET', path, query: url.searchParams, body, bearer }
}

function count({ stats }: OpenApiCore, { path, shop }: Where): void {
  // Ids progress for themselves nowhere in the counts.
  const name = path.replace(/[0-9a-f]{24}/g, ':id')
  stats.requests[shop] = (stats.requests[shop] ?? 0) + 1
  stats.byPath[name] = (stats.byPath[name] ?? 0) + 1
}

function write({ clock }: OpenApiCore, response: ServerResponse, answer: Answer, damage?: string): void {
  writeText(response, {
    ...{ status: answer.status, damage, text: jsonBlocks(answer.body) },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      // The date is the sandbox's own, which tests move.
      date: new Date(clock.now()).toUTCString(),
      'x-request-id': randomUUID(),
      ...answer.headers,
    },
  })
}
