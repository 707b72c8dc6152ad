import { randomUUID } from 'node:crypto'
import { type Attempt, describeFailure, type Job, type JobContext } from '@shopmirror/jobs'
import { PermanentError } from '@shopmirror/platforms'
import { DelayedError, type Processor, type Job as QueuedJob } from 'bullmq'
import { type Decision, settle } from './settle.ts'

interface Run {
  jobs: readonly Job[]
  context: JobContext
  /** Fires when the worker has to stop. */
  signal: AbortSignal
}

/** Takes a job from the queue to its end: parse, run, settle, one line in the log. */
export function createProcessor({ jobs, context, signal }: Run): Processor {
  const byName = new Map(jobs.map((job) => [job.name, job]))
  return async (queued, token = '') => {
    const startedAt = performance.now()
    const job = byName.get(queued.name)
    try {
      if (!job)
        throw new PermanentError(`No job is called ${queued.name}: this worker is older than whoever enqueued it.`)
      await job.run(job.payload.parse(queued.data), context, attemptOf(queued, signal))
    } catch (error) {
      throw await fail(error, { job, queued, token, startedAt, context, signal })
    }
    report({ job, queued, startedAt, context, decision: 'done' })
    await clearFailures(job, queued, context)
  }
}

function attemptOf(queued: QueuedJob, signal: AbortSignal): Attempt {
  return { id: `${queued.id}-${randomUUID()}`, signal, ageMs: Date.now() - queued.timestamp }
}

interface Settled {
  job: Job | undefined
  queued: QueuedJob
  startedAt: number
  context: JobContext
}

async function fail(
  error: unknown,
  { token, signal, ...settled }: Settled & { token: string; signal: AbortSignal },
): Promise<unknown> {
  const { job, queued, context } = settled
  // Stopping is nobody's failure: the job goes back as it is, and another worker takes it at once.
  if (signal.aborted && isAbort(error)) {
    await queued.moveToDelayed(Date.now(), token)
    report({ ...settled, decision: 'delayed' })
    return new DelayedError()
  }
  const { decision, outcome } = await settle(error, { job: queued, token, now: Date.now() })
  report({ ...settled, decision, error })
  if (decision === 'given_up')
    await job
      ?.failed?.(queued.data, context, error)
      .catch((cause: unknown) => context.log.error({ err: cause, job: queued.name }, 'job.failure_unmarked'))
  if (decision !== 'delayed') await countFailure(error, settled)
  return outcome
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

interface Report extends Settled {
  decision: Decision
  error?: unknown
}

function report({ job, queued, startedAt, context, decision, error }: Report): void {
  const durationMs = Math.round(performance.now() - startedAt)
  const shop = shopOf(job, queued)
  context.metrics.jobSettled(queued.name, decision, durationMs)
  const line = {
    job: queued.name,
    id: queued.id,
    ...(shop && { shop }),
    attempt: queued.attemptsMade + 1,
    durationMs,
    decision,
  }
  if (error === undefined || decision === 'delayed') context.log.debug(line, 'job.settled')
  else context.log.warn({ ...line, err: error }, 'job.settled')
}

function shopOf(job: Job | undefined, queued: QueuedJob): string | undefined {
  const parsed = job?.shopOf && job.payload.safeParse(queued.data)
  return parsed?.success ? job?.shopOf?.(parsed.data) : undefined
}

/** Failures are counted per shop and kind of job, so that one kind's success does not hide another's trouble. */
async function countFailure(error: unknown, { job, queued, context }: Settled): Promise<void> {
  const shopId = shopOf(job, queued)
  if (!shopId) return
  const { kind, message } = describeFailure(error)
  try {
    await context.db.alerts.countFailure({
      shopId,
      kind,
      detail: `${queued.name}: ${message}`,
      threshold: context.settings.ALERT_AFTER_FAILURES,
    })
  } catch (cause) {
    context.log.error({ err: cause, shop: shopId }, 'alert.uncounted')
  }
}

/** All but the delete guard's: only a full sync that ends well answers that. */
const kindsCleared = ['retryable', 'rate_limited', 'permanent', 'missing_scope', 'auth_revoked', 'unclassified']

async function clearFailures(job: Job | undefined, queued: QueuedJob, context: JobContext): Promise<void> {
  const shopId = shopOf(job, queued)
  if (!shopId) return
  try {
    await context.db.alerts.clearKinds(shopId, kindsCleared)
  } catch (cause) {
    context.log.error({ err: cause, shop: shopId }, 'alert.uncleared')
  }
}
