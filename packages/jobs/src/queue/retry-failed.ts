import type { Queue, Job as QueuedJob } from 'bullmq'
import type { JobSpec } from './job-spec.ts'

const JOBS_PER_PAGE = 100

/**
 * Retries the failed jobs of this kind whose payload is valid. An invalid one would fail again, so it stays failed
 * until a release accepts its payload, or an operator deletes it.
 */
export async function retryFailed(job: JobSpec, queue: Pick<Queue, 'getFailed'>): Promise<void> {
  const startedAt = Date.now()
  for (let kept = 0; ; ) {
    const page: QueuedJob[] = await queue.getFailed(kept, kept + JOBS_PER_PAGE - 1)
    // One that failed again since the start would otherwise be retried without an end.
    const retryable = page.filter(
      ({ name, data, finishedOn = 0 }) =>
        name === job.name && finishedOn <= startedAt && job.payload.safeParse(data).success,
    )
    await Promise.all(retryable.map(retry))
    kept += page.length - retryable.length
    if (page.length < JOBS_PER_PAGE) return
  }
}

async function retry(job: QueuedJob): Promise<void> {
  await job.retry().catch(async (error: unknown) => {
    // Another process may have retried or deleted it.
    if (await job.isFailed()) throw error
  })
}
