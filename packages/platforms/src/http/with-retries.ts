import pRetry from 'p-retry'
import { RetryableError } from '../contract/errors.ts'

/** Within one call, for network trouble and 5xx; the queue does the rest. */
const RETRIES = 2
const RETRY_FIRST_MS = 250

/** Only for what may arrive twice. */
export function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  return pRetry(attempt, {
    retries: RETRIES,
    minTimeout: RETRY_FIRST_MS,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof RetryableError,
  })
}
