import { findMachineFailure } from '@shopmirror/config'
import { isRedisUnavailable } from '@shopmirror/jobs'

/** Of Node's sockets and of postgres.js. */
const codes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
])
/** SQLSTATE classes 08 (connection) and 53 (no room), 57014 (took too long), 57P (starts or stops), 25006 (only reads). */
const states = /^(08\w{3}|53\w{3}|57014|57P\d\d|25006)$/

/** Whether a database cannot be asked now, or this machine has no room, so that asking again later may help. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && (codes.has(error.code) || states.test(error.code)))
    return true
  if (isRedisUnavailable(error) || findMachineFailure(error)?.isShortage) return true
  if (error instanceof AggregateError && error.errors.some(isOutOfReach)) return true
  return isOutOfReach(error.cause)
}
