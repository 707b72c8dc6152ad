import { findMachineFailure } from '@shopmirror/config'
import { createErrorLog, type Job, type JobContext } from '@shopmirror/jobs'
import { PermanentError, RateLimitedError } from '@shopmirror/platforms'
import { type Processor, WaitingError } from 'bullmq'
import { createAttempt, type TrackedAttempt } from './attempt.ts'
import { isOutage } from './is-outage.ts'
import { NO_FAILURES, saveProgress } from './job-progress.ts'
import { report } from './report.ts'
import { settle } from './settle.ts'
import { noteFailure, noteSuccess, settleAccess } from './shop-failures.ts'
import { findWork, type Work } from './work.ts'

/** A job this worker does not know may be known to the newer ones of a deployment under way, ms. */
const UNKNOWN_JOB_RETRY_MS = 30_000

export interface ProcessorOptions {
  jobs: readonly Job[]
  context: JobContext
  /** Fires when the worker has to stop. */
  stopping: AbortSignal
}

/** Takes a job from the queue to its end: parse, run, settle, one line in the log. */
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
      throw await conclude(error, { work, token, startedAt, context, attempt })
    }
    report(work, { decision: 'done', startedAt, context })
    await noteSuccess(work, context)
  }
}

/** Jobs wait for the end of an outage without a word of their own. */
function explain(error: unknown): Error {
  const machine = findMachineFailure(error)
  return machine ? new Error(machine.message, { cause: error }) : (error as Error)
}

async function runJob({ job, queued, payload }: Work, context: JobContext, attempt: TrackedAttempt): Promise<void> {
  // A worker that stops may fetch once more, even what it has just put back.
  attempt.signal.throwIfAborted()
  if (!job) {
    const message = `This worker knows no job ${queued.name}: is it older than whoever asked for it?`
    throw new RateLimitedError(message, { retryAfterMs: UNKNOWN_JOB_RETRY_MS })
  }
  if (!payload.success) {
    const paths = payload.error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new PermanentError(`${queued.name} cannot be read: ${paths} is not as the job wants it.`)
  }
  await job.run(payload.data, context, attempt)
}

interface Ending {
  work: Work
  token: string
  startedAt: number
  context: JobContext
  attempt: TrackedAttempt
}

/** Answers what the queue has to be told. */
async function conclude(error: unknown, { work, token, startedAt, context, attempt }: Ending): Promise<Error> {
  // Stopping is nobody's failure: the job goes back as it is, and another worker takes it at once.
  if (attempt.signal.aborted && error instanceof Error && error.name === 'AbortError') {
    if (attempt.hasProgressed()) await saveProgress(work.queued, NO_FAILURES)
    await work.queued.moveToWait(token)
    report(work, { decision: 'returned', startedAt, context })
    return new WaitingError()
  }
  const failure = await settleAccess(error, work, context)
  const progressed = attempt.hasProgressed()
  const { decision, outcome } = await settle(failure, { job: work.queued, token, now: Date.now(), progressed })
  report(work, { decision, startedAt, context, error: failure })
  if (decision === 'given_up') await markFailed(work, context, failure)
  if (decision !== 'delayed') await noteFailure(work, context, failure)
  return outcome
}

/** Whatever the job stands for learns that it will not be tried again. */
export async function markFailed({ job, queued, payload }: Work, context: JobContext, error: unknown): Promise<void> {
  if (!job?.failed || !payload.success) return
  try {
    await job.failed(payload.data, context, error)
  } catch (cause) {
    context.log.error({ err: cause, job: queued.name, id: queued.id }, 'job.failure_unmarked')
  }
}
