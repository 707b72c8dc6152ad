import type { Logger } from '@shopmirror/config'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** One line an answer. Routes, not paths: a path may carry what an installation is claimed with. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  log.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ip: request.ip,
      ...(request.caller && { key: request.caller.id, account: request.caller.accountId }),
    },
    'request.answered',
  )
}
