import { isRedisUnavailable } from '@shopmirror/jobs'

/** Of Node's sockets, of postgres.js and of Postgres while it starts or stops. */
const codes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
  ...['57P01', '57P02', '57P03', '53300', '08006', '57014', '25006'],
])

/** Whether a database cannot be asked now, so that asking again later may help. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && codes.has(error.code)) return true
  if (isRedisUnavailable(error)) return true
  if (error instanceof AggregateError && error.errors.some(isOutOfReach)) return true
  return isOutOfReach(error.cause)
}
