import type { z } from 'zod'
import type { JobContext } from '../context.ts'
import type { JobSpec } from './job-spec.ts'

/** One attempt of a job, as its handler sees it. */
export interface Attempt {
  /** Unique per attempt across all processes; owner of leases. */
  id: string
  /** Fires when the worker has to stop: finish the current step, keep the checkpoint, throw. */
  signal: AbortSignal
  /**
   * Reports that a step was completed which a further attempt need not repeat. A job that makes progress does not fail
   * because of rate limits, and its earlier failures no longer count.
   */
  progressed(): void
}

/**
 * A job: name, payload, queue, options and handler. It may run several times, so its handler must be safe to repeat.
 */
export interface Job<Payload extends z.ZodType = z.ZodType> extends JobSpec<Payload> {
  /** The shop it works for; its failures are counted for that shop. */
  shopOf?(payload: z.output<Payload>): string
  run(payload: z.output<Payload>, context: JobContext, attempt: Attempt): Promise<void>
  /** Called once when the job is not retried any more; marks what the job stands for as failed. */
  failed?(payload: z.output<Payload>, context: JobContext, error: unknown): Promise<void>
}

/** A job that the `clock` queue repeats; its payload is empty. */
export interface Schedule {
  job: Job
  everyMs: number
}

/** Returns the job unchanged; it only infers the type of the payload. */
export function defineJob<Payload extends z.ZodType>(job: Job<Payload>): Job<Payload> {
  return job
}
