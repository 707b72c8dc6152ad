import type { z } from 'zod'
import type { QueueName } from './queue-names.ts'

/** What is known of a job without running it: all that its queue needs. */
export interface JobSpec<Payload extends z.ZodType = z.ZodType> {
  /** `noun.verb`. */
  name: string
  queue: QueueName
  /** Ids and what cannot be looked up again; never tokens. */
  payload: Payload
  options: {
    attempts: number
    /** First wait of the exponential backoff, ms; half of it is jitter. */
    backoffMs: number
    /** Whether a job that was given up stays in the queue; by default for operators, limited by age and number. */
    keepFailed?: 'always' | 'never'
  }
  /** Jobs with the same id are one while it waits; one that comes while it runs is kept and runs once more after it. */
  id?(payload: z.output<Payload>): string
}
