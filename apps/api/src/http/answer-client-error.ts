import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { describeProblem, PROBLEM_TYPE, Problem } from './problem.ts'
import type { RefusalReason, Refusals } from './refusals.ts'
import { requestIdOf } from './request-id.ts'

/** Handles errors of Node's HTTP parser, where there is no request yet, only a socket. */
export function createClientErrorHandler(refusals: Refusals): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    // The client has disconnected.
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const { reason, problem } = meaningOf(error)
    const requestId = requestIdOf({ headers: {} })
    refusals.record({ reason, requestId, ip: socket.remoteAddress })
    if (socket.writable) socket.write(write(new Problem(problem), requestId))
    socket.destroy(error)
  }
}

function meaningOf({ code }: NodeJS.ErrnoException) {
  if (code === 'HPE_HEADER_OVERFLOW') return { reason: 'headers_too_large', problem: 'headers-too-large' } as const
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { reason: 'timeout', problem: 'request-timeout' } as const
  return { reason: 'bad_http' satisfies RefusalReason, problem: 'bad-http' } as const
}

function write(problem: Problem, requestId: string): string {
  const body = JSON.stringify(describeProblem(problem, { path: '', requestId, acceptLanguage: undefined }))
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
