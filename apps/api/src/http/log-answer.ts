import type { Logger } from '@shopmirror/config'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Logs one line per response. The route and not the path, because a path may contain the id with which an installation
 * is claimed.
 */
export function logAnswer(request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  log.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ip: request.ip,
      ...(request.caller && { [request.caller.kind]: request.caller.id, account: request.caller.accountId }),
    },
    'request.answered',
  )
}
