import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { PublicUrl } from '@shopmirror/config'
import { type Queues, queueNames } from '@shopmirror/jobs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AuthDeps, authenticate } from './http/auth.ts'
import { Problem } from './http/problem.ts'
import { answerError } from './http/respond.ts'
import { noStore } from './http/security.ts'

const PREFIX = '/queues'
/** Ids of ours, of queues and of runs; everything else of a payload stays out of sight. */
const ID = /^[a-z]{3}_\w{1,60}$/

export interface BoardDeps extends AuthDeps {
  queues: Queues
  publicUrl: PublicUrl
}

/** Bull Board for operators: what waits, what failed and why, and trying again. Payloads show their ids only. */
export async function boardRoutes(app: FastifyInstance, { queues, publicUrl, ...deps }: BoardDeps) {
  // What the browser asks for, while our routes stand at the prefix alone.
  const adapter = new FastifyAdapter().setBasePath(`${publicUrl.path}${PREFIX}`)
  const boards = queueNames.map((name) => createAdapter(queues[name]))
  createBullBoard({ queues: boards, serverAdapter: adapter, options: { uiConfig: { boardTitle: 'Shopmirror' } } })

  app.addHook('onRequest', noStore)
  app.addHook('onRequest', async (request, reply) => {
    try {
      demandOwnPage(request, publicUrl)
      await demandOperator(request, reply, deps)
    } catch (error) {
      // Not thrown: the board's own error handler would make a 500 of it, and no browser would ask for the key.
      return answerError(error, request, reply)
    }
  })
  await app.register(adapter.registerPlugin(), { prefix: PREFIX })
}

function createAdapter(queue: Queues['inbox']): BullMQAdapter {
  const adapter = new BullMQAdapter(queue)
  adapter.setFormatter('data', onlyIds)
  adapter.setFormatter('returnValue', onlyIds)
  adapter.setFormatter('progress', onlyIds)
  return adapter
}

/** What an operator may see of a payload: ids, names of ours, numbers, and how many of a list there are. */
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

/** A browser sends the password along from anywhere: what changes something has to come from the board's own page. */
function demandOwnPage({ method, headers }: FastifyRequest, publicUrl: PublicUrl): void {
  if (method === 'GET' || method === 'HEAD') return
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw new Problem('forbidden')
  // A proxy may have put another host into the request than the browser asked for.
  const hosts = [headers.host, publicUrl.host]
  if (headers.origin !== undefined && !hosts.includes(URL.parse(headers.origin)?.host)) throw new Problem('forbidden')
}

async function demandOperator(request: FastifyRequest, reply: FastifyReply, deps: AuthDeps): Promise<void> {
  const key = keyOf(request.headers.authorization ?? '')
  const { role } = await authenticate(request, key, deps).catch((error: unknown) => {
    // Makes a browser ask for the key: any name, the key as the password.
    reply.header('www-authenticate', 'Basic realm="Shopmirror: an operator\'s API key as the password"')
    throw error
  })
  if (role !== 'operator') throw new Problem('forbidden')
}

function keyOf(authorization: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() !== 'basic') return credentials
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
