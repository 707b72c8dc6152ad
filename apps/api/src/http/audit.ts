import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether reading by this GET route is an action, such as an export of personal data. */
    audited?: boolean
  }
  interface FastifyRequest {
    /** What a route adds to the entry of its request in the audit log. */
    audit: AuditNote | null
  }
}

/** What only the route knows. */
export interface AuditNote {
  /** Who it was, where the caller is not known yet. */
  user?: { id: string; email: string }
  accountId?: string
  /** Ids of what it was done to, by kind. */
  targets?: Record<string, string>
}

interface AuditDeps {
  db: Pick<Repositories, 'audit'>
  log: Logger
  /** Name of a route without an `operationId`. */
  nameOf?: (request: FastifyRequest) => string
}

/** Adds to the audit entry of this request. */
export function noteAudit(request: FastifyRequest, { targets, ...note }: AuditNote): void {
  request.audit = { ...request.audit, ...note, targets: { ...request.audit?.targets, ...targets } }
}

/**
 * One entry in the audit log for each action of a person in this scope: before the answer is sent, so that who gets an
 * answer is in the log.
 */
export function registerAudit(app: FastifyInstance, { db, log, nameOf }: AuditDeps): void {
  app.addHook('onSend', async (request, reply) => {
    if (!isAction(request, reply)) return
    const entry = describe(request, reply, nameOf)
    await db.audit.record(entry).catch((error) => log.error({ err: error, audit: entry }, 'audit.lost'))
  })
}

/** Attempts beyond a limit are not recorded, so that nobody can fill the log. */
function isAction({ method, caller, audit, routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  if (statusCode === 429 || (isRead && !routeOptions.config.audited)) return false
  return caller ? caller.kind === 'person' : audit !== null
}

function describe(request: FastifyRequest, { statusCode }: FastifyReply, nameOf?: AuditDeps['nameOf']) {
  const { caller, audit, routeOptions, params, ip, id } = request
  const { operationId = nameOf?.(request) ?? `${request.method} ${routeOptions.url}` } = routeOptions.schema ?? {}
  const user = audit?.user ?? caller?.person
  return {
    userId: user?.id ?? null,
    email: user?.email ?? null,
    accountId: audit?.accountId ?? (caller?.accountId || null),
    operation: operationId,
    targets: { ...(params as Record<string, string>), ...audit?.targets },
    outcome: outcomeOf(statusCode),
    status: statusCode,
    ipAddress: ip,
    requestId: id,
  } as const
}

function outcomeOf(status: number) {
  if (status >= 500) return 'failed'
  return status >= 400 ? 'refused' : 'done'
}
