import { findMachineFailure } from '@shopmirror/config'
import { isRedisUnavailable } from '@shopmirror/jobs'

/** Codes of Node's sockets and of postgres.js. */
const codes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
])
/**
 * SQLSTATE classes 08 (connection) and 53 (resources), 57014 (query cancelled), 57P (start-up or shutdown), 25006
 * (read-only).
 */
const states = /^(08\w{3}|53\w{3}|57014|57P\d\d|25006)$/

/** Whether a database is unavailable or this machine is out of resources, so that a retry may help. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && (codes.has(error.code) || states.test(error.code)))
    return true
  if (isRedisUnavailable(error) || findMachineFailure(error)?.isShortage) return true
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true
  return isUnavailable(error.cause)
}
