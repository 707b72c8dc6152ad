import type { JobsOptions } from 'bullmq'
import type { z } from 'zod'
import type { JobSpec } from './job-spec.ts'
import { queueNames } from './queue-names.ts'
import type { Queues } from './queues.ts'
import { retryFailed } from './retry-failed.ts'

/** How long completed jobs stay in the queue for operators: `age` in seconds, `count` jobs. */
const KEEP_COMPLETED = { age: 3_600, count: 1_000 }
/** How long failed jobs stay for operators: `age` in seconds, `count` jobs. */
const KEEP_FAILED = { age: 7 * 86_400, count: 10_000 }
const BACKOFF_JITTER = 0.5
/** BullMQ takes jobs without a priority first. */
const NOT_URGENT = { priority: 10 }

/** Options of a single enqueue. */
export interface EnqueueOptions {
  /** Earliest start, ms from now. Default: at once. */
  delayMs?: number
  /** `false`: after all jobs of the queue that are urgent. Default: urgent. */
  isUrgent?: boolean
}

/** A job as its queue stores it. */
export interface QueueEntry {
  queue: string
  name: string
  payload: unknown
  /** BullMQ's job options. */
  options: unknown
}

/**
 * Adds jobs to their queues. Resolves when Redis has them; throws a `ZodError` on a payload that the job does not
 * accept.
 */
export interface Enqueue {
  <Payload extends z.ZodType>(job: JobSpec<Payload>, payload: z.input<Payload>, options?: EnqueueOptions): Promise<void>
  many<Payload extends z.ZodType>(job: JobSpec<Payload>, payloads: readonly z.input<Payload>[]): Promise<void>
  /** Starts a delayed job now. Does nothing if the job is not delayed. */
  wake<Payload extends z.ZodType>(job: JobSpec<Payload>, payload: z.input<Payload>): Promise<void>
  /** Retries the failed jobs of this kind whose payload is valid; the others stay failed. */
  retryFailed(job: JobSpec): Promise<void>
  /** Adds those whose queue has no such job, waiting or active, because Redis lost it. Returns how many were added. */
  restore<Payload extends z.ZodType>(job: JobSpec<Payload>, payloads: readonly z.input<Payload>[]): Promise<number>
  /** Adds what `toEntry` returned, possibly long ago. Throws when Redis does not accept it. */
  add(entry: QueueEntry): Promise<void>
}

/** Throws a `ZodError` on a payload that the job does not accept. */
export function toEntry<Payload extends z.ZodType>(
  job: JobSpec<Payload>,
  payload: z.input<Payload>,
  options?: EnqueueOptions,
): QueueEntry {
  const data = job.payload.parse(payload)
  return { queue: job.queue, name: job.name, payload: data, options: jobOptions(job, data, options) }
}

/** One per process, over the process's queues. */
export function createEnqueue(queues: Queues): Enqueue {
  const add = async ({ queue, name, payload, options }: QueueEntry) => {
    const known = queueNames.find((each) => each === queue)
    if (!known) throw new Error(`There is no queue ${queue}.`)
    await queues[known].add(name, payload, options as JobsOptions)
  }
  const one = async <Payload extends z.ZodType>(
    job: JobSpec<Payload>,
    payload: z.input<Payload>,
    options?: EnqueueOptions,
  ) => add(toEntry(job, payload, options))
  const many = async <Payload extends z.ZodType>(job: JobSpec<Payload>, payloads: readonly z.input<Payload>[]) => {
    const entries = payloads.map((payload) => {
      const data = job.payload.parse(payload)
      return { name: job.name, data, opts: jobOptions(job, data) }
    })
    if (entries.length > 0) await queues[job.queue].addBulk(entries)
  }
  const find = async <Payload extends z.ZodType>(job: JobSpec<Payload>, payload: z.input<Payload>) => {
    const queue = queues[job.queue]
    const id = deduplicationIdOf(job, job.payload.parse(payload))
    const waiting = id === undefined ? null : await queue.getDeduplicationJobId(id)
    return waiting === null ? undefined : queue.getJob(waiting)
  }
  const wake = async <Payload extends z.ZodType>(job: JobSpec<Payload>, payload: z.input<Payload>) => {
    const found = await find(job, payload)
    if (!(await found?.isDelayed())) return
    await found?.promote().catch(async (error: unknown) => {
      // The job may have started since the check.
      if (await found.isDelayed()) throw error
    })
  }
  const restore = async <Payload extends z.ZodType>(job: JobSpec<Payload>, payloads: readonly z.input<Payload>[]) => {
    const found = await Promise.all(payloads.map((payload) => find(job, payload)))
    const lost = payloads.filter((_payload, index) => !found[index])
    await many(job, lost)
    return lost.length
  }
  return Object.assign(one, {
    many,
    wake,
    restore,
    add,
    retryFailed: (job: JobSpec) => retryFailed(job, queues[job.queue]),
  })
}

function deduplicationIdOf<Payload extends z.ZodType>(
  job: JobSpec<Payload>,
  data: z.output<Payload>,
): string | undefined {
  const id = job.id?.(data)
  return id === undefined ? undefined : `${job.name}-${id}`
}

function removalOf({ options: { keepFailed } }: JobSpec): JobsOptions['removeOnFail'] {
  return keepFailed === undefined ? KEEP_FAILED : keepFailed === 'never'
}

/** BullMQ's options for a job with this payload. */
export function jobOptions<Payload extends z.ZodType>(
  job: JobSpec<Payload>,
  data: z.output<Payload>,
  { delayMs, isUrgent = true }: EnqueueOptions = {},
): JobsOptions {
  const id = deduplicationIdOf(job, data)
  return {
    attempts: job.options.attempts,
    backoff: { type: 'exponential', delay: job.options.backoffMs, jitter: BACKOFF_JITTER },
    // Deliveries contain customer data, so Redis must not keep them once Postgres has them.
    removeOnComplete: job.queue === 'inbox' ? true : KEEP_COMPLETED,
    removeOnFail: removalOf(job),
    ...(delayMs !== undefined && { delay: Math.round(delayMs) }),
    ...(!isUrgent && NOT_URGENT),
    ...(id !== undefined && { deduplication: { id, keepLastIfActive: true } }),
  }
}
