import { RateLimitedError, RetryableError } from '@shopmirror/platforms'
import type { RunWork } from './work.ts'

const PAUSE_MS = 5_000

/**
 * A stumble of the platform uses up one of the job's few attempts only when the run got nowhere since the last one. A
 * long run meets many, and each time goes on at its checkpoint; what bounds it then is its age.
 */
export function forgive(error: unknown, { progress, open }: RunWork): unknown {
  if (!(error instanceof RetryableError) || progress.objects === 0) return error
  return new RateLimitedError(error.message, { platform: open.platform.id, retryAfterMs: PAUSE_MS, cause: error })
}
