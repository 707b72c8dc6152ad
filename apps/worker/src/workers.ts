import type { Job, JobContext, QueueName } from '@shopmirror/jobs'
import { UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { createProcessor, markFailed } from './run.ts'
import { noteFailure } from './shop-failures.ts'
import { findWork, type Work } from './work.ts'

/** A job that is found without its worker goes back this often before it counts as failed: workers are killed for many reasons. */
const STALLED_MAX = 50
/** Pause after Redis could not be asked for the next job, ms. */
const RETRY_FETCH_MS = 1_000
/** Of one queue; each has a connection to Redis that waits for jobs. */
const FETCHERS_MAX = 8
const JOBS_PER_FETCHER_MIN = 50

export interface WorkersOptions {
  jobs: readonly Job[]
  context: JobContext
  connection: Redis
  prefix: string
  /** Which queues are served, and how many jobs of each at once. */
  concurrency: Partial<Record<QueueName, number>>
  /** A job whose worker is silent this long is given to another, ms. */
  lockMs: number
  /** Jobs get this long to reach a checkpoint when the worker has to stop, ms. */
  shutdownMs: number
  /** Fires when the worker has to stop. */
  stopping: AbortController
  /** Hears of every error between jobs. */
  onError?(error: Error): void
}

export interface Workers {
  /** Stops taking jobs. Those at work reach a checkpoint and go back to their queue; who does not in time is put back as it is. */
  close(): Promise<void>
}

export function startWorkers(options: WorkersOptions): Workers {
  const { concurrency, stopping, shutdownMs, context } = options
  const held: Held = new Map()
  const names = Object.keys(concurrency) as QueueName[]
  const workers = names.flatMap((name) => startFetchers(name, held, options))

  return {
    async close() {
      stopping.abort()
      const closed = Promise.all(workers.map((worker) => worker.close()))
      const isDone = await Promise.race([closed.then(() => true), after(shutdownMs)])
      if (isDone) return
      context.log.warn({ jobs: held.size }, 'worker.overdue')
      await Promise.allSettled([...held.values()].map((putBack) => putBack()))
    },
  }
}

type Held = Map<string, () => Promise<unknown>>

/** One fetches one job after the other, each with a write that Redis puts on disk; several of them share the writes. */
function startFetchers(name: QueueName, held: Held, options: WorkersOptions): Worker[] {
  const jobsAtOnce = options.concurrency[name] ?? 1
  const fetchers = Math.min(FETCHERS_MAX, Math.ceil(jobsAtOnce / JOBS_PER_FETCHER_MIN))
  const concurrency = Math.ceil(jobsAtOnce / fetchers)
  return Array.from({ length: fetchers }, (_, index) =>
    startWorker({ name, concurrency, skipStalledCheck: index > 0 }, held, options),
  )
}

interface Fetcher {
  name: QueueName
  concurrency: number
  skipStalledCheck: boolean
}

function startWorker({ name, ...fetcher }: Fetcher, held: Held, options: WorkersOptions): Worker {
  const { jobs, context, connection, prefix, lockMs, stopping, onError } = options
  const processor = createProcessor({ jobs, context, stopping: stopping.signal })
  const worker = new Worker(
    name,
    async (queued, token = '') => {
      held.set(token, () => queued.moveToWait(token))
      try {
        await processor(queued, token)
      } finally {
        held.delete(token)
      }
    },
    {
      connection,
      prefix,
      ...fetcher,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_FETCH_MS,
    },
  )
  const byName = new Map(jobs.map((job) => [job.name, job]))
  // Without a listener a lost connection would end the process; BullMQ connects again by itself.
  worker.on('error', (error) => onError?.(error))
  worker.on('stalled', (id) => context.log.warn({ job: id, queue: name }, 'job.stalled'))
  worker.on('failed', (queued, error) => {
    // A job that took its worker down too often is failed by the queue itself, without a run.
    if (queued?.deferredFailure) void concludeStalled(findWork(byName, queued), context, error.message)
  })
  return worker
}

/** Nobody awaits it, so that an error here would end the process. */
async function concludeStalled(work: Work, context: JobContext, message: string): Promise<void> {
  const reason = new UnrecoverableError(message)
  try {
    await markFailed(work, context, reason)
    await noteFailure(work, context, reason)
  } catch (error) {
    context.log.error({ err: error, job: work.queued.name, id: work.queued.id }, 'job.failure_unmarked')
  }
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, ms, false).unref())
}
