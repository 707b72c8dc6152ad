import type { Job } from 'bullmq'
import { z } from 'zod'

/** Stored in BullMQ's `progress` of a job, between its attempts. */
const shape = z.object({
  /** Since when the job has only been rate limited, without progress, ms since the epoch. */
  stuckSince: z.number().optional(),
  /** Failed attempts in a row since the job last made progress. */
  failures: z.number().default(0),
})
/** Failures and rate limits of a job since its last progress. */
export type JobProgress = z.output<typeof shape>

/** A job that has just made progress. */
export const NO_FAILURES: JobProgress = { failures: 0 }

/** Progress of an older release or of BullMQ's default counts as none. */
export function readProgress(job: Job): JobProgress {
  const stored = shape.safeParse(job.progress)
  return stored.success ? stored.data : NO_FAILURES
}

/** Written only when it has changed, because most waits follow another one. */
export async function saveProgress(job: Job, progress: JobProgress): Promise<void> {
  const stored = readProgress(job)
  if (stored.stuckSince === progress.stuckSince && stored.failures === progress.failures) return
  await job.updateProgress(progress)
}
