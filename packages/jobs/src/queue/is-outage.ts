import { findMachineFailure } from '@shopmirror/config'
import { isRedisUnavailable } from './redis-errors.ts'

/**
 * Network errors of Node and postgres.js, and SQLSTATE classes 08 (connection), 53 (resources), 57P (start-up or
 * shutdown), and 25006 (read-only).
 */
const OUTAGE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|08\w{3}|53\w{3}|57P\d\d|25006)$/

/**
 * Whether Postgres, Redis or this machine is down or out of resources. An outage is not a failure of the job and uses
 * no attempt. An unreachable platform is a `RetryableError` instead.
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
