import type { z } from 'zod'
import type { QueueName } from './queue-names.ts'

/** The part of a job that its queue needs. */
export interface JobSpec<Payload extends z.ZodType = z.ZodType> {
  /** `noun.verb`. */
  name: string
  queue: QueueName
  /** Ids, and what cannot be looked up again; never tokens. */
  payload: Payload
  options: {
    /** Failures in a row without progress after which the job fails. */
    attempts: number
    /** First wait of the exponential backoff, ms; half of each wait is jitter. */
    backoffMs: number
    /** Whether a failed job stays in the queue. Default: it stays for operators, limited by age and number. */
    keepFailed?: 'always' | 'never'
  }
  /** Jobs with the same id are deduplicated while one waits; one that is added while it runs makes it run once more. */
  id?(payload: z.output<Payload>): string
}
