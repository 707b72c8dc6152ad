import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { DelayedError, type Job, UnrecoverableError } from 'bullmq'
import { isOutage } from './is-outage.ts'
import { withoutData } from './without-data.ts'

/** Waiting costs no attempt, so age is what bounds it, ms. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000
/** A database or a name server that is down is asked again after this and up to as much again, ms. */
const OUTAGE_RETRY_MS = 2_000

export type Decision = 'done' | 'delayed' | 'retried' | 'given_up' | 'returned'

export interface Settlement {
  decision: Extract<Decision, 'delayed' | 'retried' | 'given_up'>
  /** What the queue has to be told. */
  outcome: Error
}

interface Try {
  job: Job
  token: string
  now: number
}

/** The one place that turns what a failure means into what the queue does. */
export async function settle(error: unknown, attempt: Try): Promise<Settlement> {
  if (isOutage(error)) return delay(error, OUTAGE_RETRY_MS * (1 + Math.random()), attempt)
  // Not ours: a bug. Retrying is safe, and a deploy may fix it.
  if (!(error instanceof ConnectorError)) return retry(error, attempt)

  const failure = error as ConnectorFailure
  switch (failure.kind) {
    case 'retryable':
      return retry(failure, attempt)
    case 'rate_limited':
      return delay(failure, failure.retryAfterMs, attempt)
    case 'auth_revoked':
    case 'permanent':
      return giveUp(failure)
    default:
      throw failure satisfies never
  }
}

/** Uses no attempt and no worker. */
async function delay(error: unknown, waitMs: number, { job, token, now }: Try): Promise<Settlement> {
  const dueAt = job.timestamp + (job.opts.delay ?? 0)
  if (now - dueAt > GIVE_UP_AFTER_MS) return giveUp(error)
  await job.moveToDelayed(Math.ceil(now + waitMs), token)
  return { decision: 'delayed', outcome: new DelayedError() }
}

function retry(error: unknown, { job }: Try): Settlement {
  const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1)
  return { decision: isLast ? 'given_up' : 'retried', outcome: withoutData(error) }
}

function giveUp(error: unknown): Settlement {
  const { message, stack } = withoutData(error)
  return { decision: 'given_up', outcome: Object.assign(new UnrecoverableError(message), { stack }) }
}
