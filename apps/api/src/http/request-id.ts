import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Sent with every response, and accepted from callers. */
export const REQUEST_ID_HEADER = 'x-request-id'
const SANE = /^[\w.:=+/-]{8,128}$/

/** The caller's `x-request-id` if it is safe for logs and headers, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER]
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID()
}
