import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { Logger } from '@shopmirror/config'
import { type Queues, queueNames } from '@shopmirror/jobs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { registerAudit } from './http/audit.ts'
import { type AuthDeps, authenticate, type Caller, requirePermission, whoIsAsking } from './http/auth.ts'
import { Problem } from './http/problem.ts'
import { answerError } from './http/respond.ts'
import { requireSameOrigin } from './http/same-origin.ts'
import { noStore } from './http/security.ts'

const PREFIX = '/queues'
/** Our ids (shops, runs and others); every other text of a payload is hidden. */
const ID = /^[a-z]{3}_\w{1,60}$/

/** What Bull Board needs: the queues, who asks, and the public address for its links. */
export interface BoardDeps extends AuthDeps {
  queues: Queues
  log: Logger
}

/** Bull Board for operators: waiting and failed jobs, with retry. Payloads show only ids. */
export async function boardRoutes(app: FastifyInstance, { queues, ...deps }: BoardDeps) {
  const { publicUrl } = deps
  // The path that the browser requests; our routes are registered without the path of PUBLIC_URL.
  const adapter = new FastifyAdapter().setBasePath(`${publicUrl.path}${PREFIX}`)
  const boards = queueNames.map((name) => createAdapter(queues[name]))
  createBullBoard({ queues: boards, serverAdapter: adapter, options: { uiConfig: { boardTitle: 'Shopmirror' } } })

  app.addHook('onRequest', noStore)
  app.addHook('onRequest', async (request, reply) => {
    try {
      requireSameOrigin(request, { publicUrl, strict: false })
      await requireOperator(request, reply, deps)
    } catch (error) {
      if (isExpired(error, request, deps))
        return reply.removeHeader('www-authenticate').redirect(publicUrl.at('/dashboard/sign-in'), 302)
      // Not thrown: the board's error handler would answer 500, and the browser would not prompt for the key.
      return answerError(error, request, reply)
    }
  })
  registerAudit(app, { ...deps, nameOf: ({ method, routeOptions }) => `queues ${method} ${routeOptions.url}` })
  await app.register(adapter.registerPlugin(), { prefix: PREFIX })
}

function createAdapter(queue: Queues['inbox']): BullMQAdapter {
  const adapter = new BullMQAdapter(queue)
  adapter.setFormatter('data', onlyIds)
  adapter.setFormatter('returnValue', onlyIds)
  adapter.setFormatter('progress', onlyIds)
  return adapter
}

/** What an operator may see of a payload: ids, known names, numbers and the length of lists. */
export function onlyIds(value: unknown, depth = 0): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'string') return ID.test(value) ? value : `[${value.length} characters]`
  if (Array.isArray(value)) return depth > 3 ? `[${value.length}]` : value.map((entry) => onlyIds(entry, depth + 1))
  if (typeof value !== 'object' || value === undefined) return null
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, isName(key, entry) ? entry : onlyIds(entry, depth + 1)]),
  )
}

const NAMES = new Set(['platform', 'topic', 'resource', 'type', 'reason', 'contentType', 'receivedAt'])

function isName(key: string, value: unknown): boolean {
  return NAMES.has(key) && typeof value === 'string' && /^[\w ./:;=-]{1,100}$/.test(value)
}

async function requireOperator(request: FastifyRequest, reply: FastifyReply, deps: AuthDeps): Promise<void> {
  request.caller = await findCaller(request, reply, deps).catch((error: unknown) => {
    // Makes the browser prompt for the key: any user name, the key as the password.
    reply.header('www-authenticate', 'Basic realm="Shopmirror: an operator\'s API key as the password"')
    throw error
  })
  requirePermission(request.caller, 'operator')
}

/** A person opened a page, and their session has ended: they can sign in, and have no key to be asked for. */
function isExpired(error: unknown, { method, headers }: FastifyRequest, { signIns }: AuthDeps): boolean {
  const wantsPage = method === 'GET' && (headers.accept ?? '').includes('text/html')
  const hadSession = headers.authorization === undefined && signIns.cookieOf({ headers }) !== undefined
  return wantsPage && hadSession && error instanceof Problem && error.problem === 'unauthorized'
}

/** As everywhere, but the key may also be the password that a browser has prompted for. */
function findCaller(request: FastifyRequest, reply: FastifyReply, deps: AuthDeps): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization === undefined && deps.signIns.cookieOf(request)) return whoIsAsking(request, reply, deps)
  return authenticate(request, keyOf(authorization ?? ''), deps)
}

function keyOf(authorization: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() !== 'basic') return credentials
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
