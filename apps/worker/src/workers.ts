import { type Job, type JobContext, type QueueName, queuePrefix, type RedisConnection } from '@shopmirror/jobs'
import { UnrecoverableError, Worker } from 'bullmq'
import { createProcessor, markFailed } from './run.ts'
import { countFailure } from './shop-failures.ts'
import { findWork, type Work } from './work.ts'

/** How often a job may lose its worker before it fails: workers are killed for many reasons. */
const STALLED_MAX = 50
/** Delay after an error while fetching the next job from Redis, ms. */
const RETRY_FETCH_MS = 1_000
/**
 * BullMQ workers per queue; each has a blocking connection to Redis. Each starts jobs only after it has fetched all it may
 * have, one by one, each with a write to disk: 20 of them start a thousand jobs after 50 such writes, 8 after 125.
 */
const FETCHERS_MAX = 20
const JOBS_PER_FETCHER_MIN = 50

/** Options of `startWorkers`. */
export interface WorkersOptions {
  jobs: readonly Job[]
  context: JobContext
  connection: RedisConnection
  prefix: string
  /** The queues to serve, with the number of concurrent jobs of each. */
  concurrency: Partial<Record<QueueName, number>>
  /** A job whose lock has not been renewed for this long is given to another worker, ms. */
  lockMs: number
  /** Time for running jobs to reach a checkpoint when the worker stops, ms. */
  shutdownMs: number
  /** Fires when the worker has to stop. */
  stopping: AbortController
  /** Receives every connection error. */
  onError?(error: Error): void
}

/** The running workers of a process. */
export interface Workers {
  /**
   * Stops taking jobs. Running jobs go back to their queue at their next checkpoint, or unchanged after `shutdownMs`.
   */
  close(): Promise<void>
}

/** Starts taking jobs at once. */
export function startWorkers(options: WorkersOptions): Workers {
  const { concurrency, stopping, shutdownMs, context } = options
  const running: RunningJobs = new Map()
  const names = Object.keys(concurrency) as QueueName[]
  const workers = names.flatMap((name) => startFetchers(name, running, options))

  return {
    async close() {
      stopping.abort()
      const closed = Promise.all(workers.map((worker) => worker.close()))
      const isDone = await Promise.race([closed.then(() => true), after(shutdownMs)])
      if (isDone) return
      context.log.warn({ jobs: running.size }, 'worker.overdue')
      await Promise.allSettled([...running.values()].map((putBack) => putBack()))
    },
  }
}

type RunningJobs = Map<string, () => Promise<unknown>>

/**
 * A BullMQ worker fetches jobs one by one, each with a write that Redis syncs to disk. Several workers share those
 * syncs.
 */
function startFetchers(name: QueueName, running: RunningJobs, options: WorkersOptions): Worker[] {
  const jobsAtOnce = options.concurrency[name] ?? 1
  const fetchers = Math.min(FETCHERS_MAX, Math.ceil(jobsAtOnce / JOBS_PER_FETCHER_MIN))
  const concurrency = Math.ceil(jobsAtOnce / fetchers)
  return Array.from({ length: fetchers }, (_, index) =>
    startWorker({ name, concurrency, skipStalledCheck: index > 0 }, running, options),
  )
}

interface Fetcher {
  name: QueueName
  concurrency: number
  skipStalledCheck: boolean
}

function startWorker({ name, ...fetcher }: Fetcher, running: RunningJobs, options: WorkersOptions): Worker {
  const { jobs, context, connection, prefix, lockMs, stopping, onError } = options
  const processor = createProcessor({ jobs, context, stopping: stopping.signal })
  const worker = new Worker(
    name,
    async (queued, token = '') => {
      running.set(token, () => queued.moveToWait(token))
      try {
        await processor(queued, token)
      } finally {
        running.delete(token)
      }
    },
    {
      connection,
      prefix: queuePrefix(prefix, name),
      ...fetcher,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_FETCH_MS,
    },
  )
  const byName = new Map(jobs.map((job) => [job.name, job]))
  // Without a listener a lost connection would end the process; BullMQ reconnects by itself.
  worker.on('error', (error) => onError?.(error))
  worker.on('stalled', (id) => context.log.warn({ job: id, queue: name }, 'job.stalled'))
  worker.on('failed', (queued, error) => {
    // BullMQ itself fails a job that lost its worker too often, without running it.
    if (queued?.deferredFailure) void concludeStalled(findWork(byName, queued), context, error.message)
  })
  return worker
}

/** Not awaited, so an error that it throws would end the process. */
async function concludeStalled(work: Work, context: JobContext, message: string): Promise<void> {
  const reason = new UnrecoverableError(message)
  try {
    await markFailed(work, context, reason)
    await countFailure(work, context, reason)
  } catch (error) {
    context.log.error({ err: error, job: work.queued.name, id: work.queued.id }, 'job.failed_handler_error')
  }
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, ms, false).unref())
}
