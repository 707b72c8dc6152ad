import pRetry from 'p-retry'
import { RetryableError } from '../contract/errors.ts'

/** Retries within one call, for network errors and 5xx. Further retries are the queue's. */
const RETRIES = 2
const RETRY_FIRST_MS = 250

/** Repeats an attempt that throws `RetryableError`, up to `RETRIES` times. Only for calls that are harmless to repeat. */
export function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  return pRetry(attempt, {
    retries: RETRIES,
    minTimeout: RETRY_FIRST_MS,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof RetryableError,
  })
}
