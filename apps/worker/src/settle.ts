import { isMissingKey, isOutage } from '@shopmirror/jobs'
import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { DelayedError, type Job, UnrecoverableError } from 'bullmq'
import { NO_FAILURES, readProgress, saveProgress } from './job-progress.ts'
import { withoutData } from './without-data.ts'

/** A rate-limited job uses no attempts; it fails after this time without progress, ms. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000
/** Delay during an outage of Postgres, Redis or the machine, ms; up to twice as long with jitter. */
const OUTAGE_RETRY_MS = 2_000

/** Delay while a key is missing in ENCRYPTION_KEYS, ms; up to twice as long with jitter. */
const MISSING_KEY_RETRY_MS = 30_000

/**
 * `given_up`: failed for good. `dropped`: nothing to do, because its shop was uninstalled. `returned`: put back, because
 * the worker stops.
 */
export type Decision = 'done' | 'delayed' | 'retried' | 'given_up' | 'dropped' | 'returned'

/** What was decided about a failed attempt. A delayed job has already been moved. */
export interface Settlement {
  decision: Extract<Decision, 'delayed' | 'retried' | 'given_up'>
  /** Tells BullMQ what to do when it is thrown. */
  outcome: Error
}

interface FailedAttempt {
  job: Job
  token: string
  now: number
  /** Whether the attempt made progress before it failed. */
  progressed: boolean
}

/** The only place that decides what the queue does with a failed job. */
export async function settle(error: unknown, attempt: FailedAttempt): Promise<Settlement> {
  if (attempt.progressed) await saveProgress(attempt.job, NO_FAILURES)
  if (isOutage(error)) return waitForOutage(OUTAGE_RETRY_MS, attempt)
  // The operator must restore the key. Until then the job waits, because its data may not be sent again.
  if (isMissingKey(error)) return waitForOutage(MISSING_KEY_RETRY_MS, attempt)
  // Not classified, so a bug. Retrying is safe, and a deployment may fix it.
  if (!(error instanceof ConnectorError)) return retry(error, attempt)

  const failure = error as ConnectorFailure
  switch (failure.kind) {
    case 'retryable':
      return retry(failure, attempt)
    case 'rate_limited':
      return wait(failure, failure.retryAfterMs, attempt)
    case 'auth_revoked':
    case 'permanent':
      return giveUp(failure)
    default:
      throw failure satisfies never
  }
}

/**
 * Waits without a limit, because acknowledged work must not be lost. An outage does not count as time without progress.
 */
async function waitForOutage(retryMs: number, attempt: FailedAttempt): Promise<Settlement> {
  await saveProgress(attempt.job, { failures: readProgress(attempt.job).failures })
  return delay(retryMs * (1 + Math.random()), attempt)
}

/** A job may be rate limited any number of times, as long as it makes progress in between. */
async function wait(error: unknown, waitMs: number, attempt: FailedAttempt): Promise<Settlement> {
  const { job, now } = attempt
  const { stuckSince = now, failures } = readProgress(job)
  if (now - stuckSince > GIVE_UP_AFTER_MS) return giveUp(error)
  await saveProgress(job, { stuckSince, failures })
  return delay(waitMs, attempt)
}

/** Only failures in a row count, because a long job may fail many times and continue at its checkpoint. */
async function retry(error: unknown, attempt: FailedAttempt): Promise<Settlement> {
  const { job, progressed } = attempt
  if (progressed) return delay(backoffMs(job, 1), attempt)

  const { attempts = 1 } = job.opts
  const { stuckSince, failures: before } = readProgress(job)
  const failures = before + 1
  const outcome = withoutData(error)
  if (failures >= attempts) return { decision: 'given_up', outcome }

  await saveProgress(job, { stuckSince, failures })
  const isLastForTheQueue = job.attemptsMade + 1 >= attempts
  if (isLastForTheQueue) return { ...(await delay(backoffMs(job, failures), attempt)), decision: 'retried' }
  return { decision: 'retried', outcome }
}

/** Uses no attempt and no worker. */
async function delay(waitMs: number, { job, token, now }: FailedAttempt): Promise<Settlement> {
  await job.moveToDelayed(Math.ceil(now + waitMs), token)
  return { decision: 'delayed', outcome: new DelayedError() }
}

/** As BullMQ computes it: doubled with each failure, half of it jitter. */
function backoffMs({ opts: { backoff } }: Job, failures: number): number {
  const first = typeof backoff === 'object' ? (backoff.delay ?? 0) : (backoff ?? 0)
  return first * 2 ** (failures - 1) * (1 - Math.random() / 2)
}

function giveUp(error: unknown): Settlement {
  const { message, stack } = withoutData(error)
  return { decision: 'given_up', outcome: Object.assign(new UnrecoverableError(message), { stack }) }
}
