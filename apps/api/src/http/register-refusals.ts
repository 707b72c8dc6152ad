import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createMethodTable } from './method-table.ts'
import { Problem } from './problem.ts'
import { type RefusalReason, type Refusals, refusalOf } from './refusals.ts'
import { answerError, answerProblem, answerUnknown } from './respond.ts'

/**
 * Counts, logs and answers requests without a matching route, or with an unreadable body. Must be registered before the
 * routes.
 */
export function registerRefusals(app: FastifyInstance, refusals: Refusals): void {
  const methods = createMethodTable()
  const refuseUnknown = (request: FastifyRequest, reply: FastifyReply) => {
    answerUnknown(request, reply, methods)
    /** Notes the refusal with what the log needs of the request. */
    recordRequest(reply.statusCode === 405 ? 'method_not_allowed' : 'not_found', request, refusals)
  }
  app.addHook('onRoute', methods.add)
  app.setNotFoundHandler(refuseUnknown)
  // Before the body is read, because it is not needed.
  app.addHook('onRequest', (request, reply, done) => {
    if (isWithoutHost(request)) refuseWithoutHost(request, reply, refusals)
    else if (request.is404) refuseUnknown(request, reply)
    else done()
  })
  app.setErrorHandler((error, request, reply) => {
    const reason = refusalOf(error)
    // `request.answered` already logs it.
    if (reason) refusals.count(reason)
    return answerError(error, request, reply)
  })
  handleNodeDefaults(app, refusals)
}

/** Counts and logs a refused request with its id, method, path and address. */
export function recordRequest(reason: RefusalReason, request: FastifyRequest, refusals: Refusals): void {
  const { id: requestId, method, url, ip } = request
  refusals.record({ reason, requestId, method, url, ip })
}

/** Node itself would answer 400 without a log line. https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function isWithoutHost({ headers, raw }: FastifyRequest): boolean {
  return headers.host === undefined && raw.httpVersion === '1.1'
}

function refuseWithoutHost(request: FastifyRequest, reply: FastifyReply, refusals: Refusals): void {
  recordRequest('bad_http', request, refusals)
  answerProblem(new Problem('bad-http'), request, reply)
}

function handleNodeDefaults({ server }: FastifyInstance, refusals: Refusals): void {
  // Unknown expectations may be ignored; without a listener Node answers 417.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  // The api is not a proxy; without a listener Node closes the connection without an answer.
  server.on('connect', ({ socket: { remoteAddress } }: IncomingMessage, socket: Socket) => {
    refusals.record({ reason: 'bad_http', method: 'CONNECT', ip: remoteAddress })
    socket.end('HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
}
