import { findMachineFailure } from '@shopmirror/config'
import { createErrorLog, isOutage, type Job, type JobContext } from '@shopmirror/jobs'
import { PermanentError, RateLimitedError } from '@shopmirror/platforms'
import { type Processor, WaitingError } from 'bullmq'
import { createAttempt, type TrackedAttempt } from './attempt.ts'
import { NO_FAILURES, saveProgress } from './job-progress.ts'
import { report } from './report.ts'
import { settle } from './settle.ts'
import { countFailure, isUninstalled, resetFailures, settleAccess } from './shop-failures.ts'
import { findWork, type Work } from './work.ts'

/** Delay of a job that this worker does not know, ms: during a deployment, newer workers may know it. */
const UNKNOWN_JOB_RETRY_MS = 30_000

/** `jobs`: the jobs that this worker knows, by name. */
export interface ProcessorOptions {
  jobs: readonly Job[]
  context: JobContext
  /** Fires when the worker has to stop. */
  stopping: AbortSignal
}

/** Processes a job: parse the payload, run, settle a failure, log one line. */
export function createProcessor({ jobs, context, stopping }: ProcessorOptions): Processor {
  const byName = new Map(jobs.map((job) => [job.name, job]))
  const onOutage = createErrorLog(context.log, 'resource.unavailable')
  return async (queued, token = '') => {
    const startedAt = performance.now()
    const work = findWork(byName, queued)
    const attempt = createAttempt(queued, stopping)
    try {
      await runJob(work, context, attempt)
    } catch (error) {
      if (isOutage(error)) onOutage(explain(error))
      const outcome = await conclude(error, { work, token, startedAt, context, attempt })
      if (outcome) throw outcome
      return
    }
    report(work, { decision: 'done', startedAt, context })
    await resetFailures(work, context)
  }
}

/** An outage is logged here for all jobs, at a limited rate, because each of them is delayed without a log line. */
function explain(error: unknown): Error {
  const machine = findMachineFailure(error)
  return machine ? new Error(machine.message, { cause: error }) : (error as Error)
}

async function runJob({ job, queued, payload }: Work, context: JobContext, attempt: TrackedAttempt): Promise<void> {
  // A stopping worker may fetch another job, even one that it has just put back.
  attempt.signal.throwIfAborted()
  if (!job) {
    const message = `This worker does not know the job ${queued.name}. It may be older than the process that enqueued it.`
    throw new RateLimitedError(message, { retryAfterMs: UNKNOWN_JOB_RETRY_MS })
  }
  if (!payload.success) {
    const paths = payload.error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new PermanentError(`The payload of ${queued.name} is invalid: ${paths}.`)
  }
  await job.run(payload.data, context, attempt)
}

interface FailedRun {
  work: Work
  token: string
  startedAt: number
  context: JobContext
  attempt: TrackedAttempt
}

/** Decides what a failed attempt means. Returns the error that tells BullMQ what to do; `null` completes the job. */
async function conclude(
  error: unknown,
  { work, token, startedAt, context, attempt }: FailedRun,
): Promise<Error | null> {
  // The worker is stopping: the job goes back unchanged, and another worker takes it.
  if (attempt.signal.aborted && error instanceof Error && error.name === 'AbortError') {
    if (attempt.hasProgressed()) await saveProgress(work.queued, NO_FAILURES)
    await work.queued.moveToWait(token)
    report(work, { decision: 'returned', startedAt, context })
    return new WaitingError()
  }
  const failure = await settleAccess(error, work, context)
  const progressed = attempt.hasProgressed()
  const { decision, outcome } = await settle(failure, { job: work.queued, token, now: Date.now(), progressed })
  if (decision === 'given_up' && (await isUninstalled(work, context))) {
    report(work, { decision: 'dropped', startedAt, context, error: failure })
    return null
  }
  report(work, { decision, startedAt, context, error: failure })
  if (decision === 'given_up') await markFailed(work, context, failure)
  if (decision !== 'delayed') await countFailure(work, context, failure)
  return outcome
}

/** Calls the job's `failed` handler. */
export async function markFailed({ job, queued, payload }: Work, context: JobContext, error: unknown): Promise<void> {
  if (!job?.failed || !payload.success) return
  try {
    await job.failed(payload.data, context, error)
  } catch (cause) {
    context.log.error({ err: cause, job: queued.name, id: queued.id }, 'job.failed_handler_error')
  }
}
