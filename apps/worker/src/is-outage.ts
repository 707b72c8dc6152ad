import { findMachineFailure } from '@shopmirror/config'
import { isRedisUnavailable } from '@shopmirror/jobs'

/** Network errors of Node, of postgres.js, SQLSTATE classes 08 (connection), 53 (resources), 57P (being shut down), and 25006 (read-only). */
const OUTAGE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|08\w{3}|53\w{3}|57P\d\d|25006)$/

/**
 * Whether something of our own that everything stands on, Postgres, Redis or the machine, could not be reached, does not serve or has
 * no room. That is nobody's failure: it uses no attempt. Platforms that cannot be reached come as `RetryableError`.
 */
export function isOutage(error: unknown): boolean {
  return findMachineFailure(error)?.isShortage === true || isUnavailable(error)
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || 'kind' in error) return false
  if ('code' in error && typeof error.code === 'string' && OUTAGE.test(error.code)) return true
  if (isRedisUnavailable(error)) return true
  return isUnavailable(error.cause)
}
