/** Network errors of Node, of postgres.js, and SQLSTATE classes 08 (connection), 53 (resources) and 57P (being shut down). */
const OUTAGE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|08\w{3}|53\w{3}|57P\d\d)$/

/**
 * Whether something of our own that everything stands on, Postgres above all, could not be reached. That is nobody's
 * failure: it uses no attempt. Platforms that cannot be reached come as `RetryableError`.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error) || 'kind' in error) return false
  if ('code' in error && typeof error.code === 'string' && OUTAGE.test(error.code)) return true
  return isOutage(error.cause)
}
