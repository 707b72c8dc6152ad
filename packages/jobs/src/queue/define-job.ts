import type { z } from 'zod'
import type { JobContext } from '../context.ts'
import type { JobSpec } from './job-spec.ts'

/** What a handler learns about the attempt it is part of. */
export interface Attempt {
  /** Unique per try, over all processes: owns leases and fences. */
  id: string
  /** Fires when the worker has to stop: finish the step at hand, keep the checkpoint, throw. */
  signal: AbortSignal
  /**
   * Says that something was brought to its end which a further attempt need not do again. A job that keeps making
   * progress is never given up for being told to wait, and its earlier failures count no more.
   */
  progressed(): void
}

export interface Job<Payload extends z.ZodType = z.ZodType> extends JobSpec<Payload> {
  /** The shop it works for, so that a failure can be laid at its door. */
  shopOf?(payload: z.output<Payload>): string
  run(payload: z.output<Payload>, context: JobContext, attempt: Attempt): Promise<void>
  /** Called once when the job will not be tried again; what it stands for is marked failed here. */
  failed?(payload: z.output<Payload>, context: JobContext, error: unknown): Promise<void>
}

/** A job the clock queue repeats; its payload is empty. */
export interface Schedule {
  job: Job
  everyMs: number
}

export function defineJob<Payload extends z.ZodType>(job: Job<Payload>): Job<Payload> {
  return job
}
