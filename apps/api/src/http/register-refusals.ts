import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createMethodTable } from './method-table.ts'
import { Problem } from './problem.ts'
import { type RefusalReason, type Refusals, refusalOf } from './refusals.ts'
import { answerError, answerProblem, answerUnknown } from './respond.ts'

/** Counts, logs and answers requests that no route of ours is asked for, or whose body cannot be read. Before the routes. */
export function registerRefusals(app: FastifyInstance, refusals: Refusals): void {
  const methods = createMethodTable()
  const refuseUnknown = (request: FastifyRequest, reply: FastifyReply) => {
    answerUnknown(request, reply, methods)
    /** Notes the refusal with what the log needs of the request. */
    noteRequest(reply.statusCode === 405 ? 'method_not_allowed' : 'not_found', request, refusals)
  }
  app.addHook('onRoute', methods.learn)
  app.setNotFoundHandler(refuseUnknown)
  // Before a body is read, which nobody would look at.
  app.addHook('onRequest', (request, reply, done) => {
    if (isWithoutHost(request)) refuseWithoutHost(request, reply, refusals)
    else if (request.is404) refuseUnknown(request, reply)
    else done()
  })
  app.setErrorHandler((error, request, reply) => {
    const reason = refusalOf(error)
    // Its line is that of the answer.
    if (reason) refusals.count(reason)
    return answerError(error, request, reply)
  })
  handleWhatNodeWouldDrop(app, refusals)
}

export function noteRequest(reason: RefusalReason, request: FastifyRequest, refusals: Refusals): void {
  const { id: requestId, method, url, ip } = request
  refusals.note({ reason, requestId, method, url, ip })
}

/** Node would answer 400 by itself, and tell nobody. https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function isWithoutHost({ headers, raw }: FastifyRequest): boolean {
  return headers.host === undefined && raw.httpVersion === '1.1'
}

function refuseWithoutHost(request: FastifyRequest, reply: FastifyReply, refusals: Refusals): void {
  noteRequest('bad_http', request, refusals)
  answerProblem(new Problem('bad-http'), request, reply)
}

function handleWhatNodeWouldDrop({ server }: FastifyInstance, refusals: Refusals): void {
  // Expectations that we do not know may be ignored; without a listener Node answers 417.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  // We are no proxy; without a listener Node closes the connection.
  server.on('connect', ({ socket: { remoteAddress } }: IncomingMessage, socket: Socket) => {
    refusals.note({ reason: 'bad_http', method: 'CONNECT', ip: remoteAddress })
    socket.end('HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
}
