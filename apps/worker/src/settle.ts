import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { DelayedError, type Job, UnrecoverableError } from 'bullmq'

/** Waiting costs no attempt, so age is what bounds it, ms. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000

export type Decision = 'done' | 'delayed' | 'retried' | 'given_up'

interface Settlement {
  decision: Exclude<Decision, 'done'>
  /** What the queue has to be told. */
  outcome: unknown
}

interface Try {
  job: Job
  token: string
  now: number
}

/** The one place that turns what a failure means into what the queue does. */
export async function settle(error: unknown, { job, token, now }: Try): Promise<Settlement> {
  // Not ours: a bug or a broken dependency. Retrying is safe, and a deploy may fix it.
  if (!(error instanceof ConnectorError)) return retry(error, job)

  const failure = error as ConnectorFailure
  switch (failure.kind) {
    case 'retryable':
      return retry(failure, job)
    case 'rate_limited':
      if (now - job.timestamp > GIVE_UP_AFTER_MS) return giveUp(failure)
      await job.moveToDelayed(now + failure.retryAfterMs, token)
      return { decision: 'delayed', outcome: new DelayedError() }
    case 'auth_revoked':
    case 'permanent':
      return giveUp(failure)
    default:
      throw failure satisfies never
  }
}

function retry(error: unknown, job: Job): Settlement {
  const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1)
  return { decision: isLast ? 'given_up' : 'retried', outcome: error }
}

function giveUp(error: Error): Settlement {
  return { decision: 'given_up', outcome: new UnrecoverableError(error.message) }
}
