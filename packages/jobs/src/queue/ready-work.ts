import type { Job, Queue } from 'bullmq'

/** Jobs of a queue that a worker could start now; neither delayed nor active ones. */
export interface ReadyWork {
  waiting: number
  /** Not urgent (replays): taken when no other job waits. */
  prioritized: number
  /** How long the first of them has been ready, ms; 0 without one. */
  oldestMs: number
}

/** Reads the queue in Redis. The first job of each list has been in it for the longest time. */
export async function readReadyWork(queue: Queue, now: Date): Promise<ReadyWork> {
  const [{ waiting = 0, prioritized = 0 }, [first], [firstPrioritized]] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized'),
    queue.getJobs(['waiting'], 0, 0, true),
    queue.getJobs(['prioritized'], 0, 0, true),
  ])
  const since = [first, firstPrioritized].filter((job) => job !== undefined).map(readySince)
  return { waiting, prioritized, oldestMs: Math.max(0, ...since.map((at) => now.getTime() - at)) }
}

/**
 * BullMQ does not keep when a delayed job became ready. A job that has run before (a sync that waited for its shop's
 * rate limit) was not ready before that run.
 */
function readySince({ timestamp, opts, processedOn = 0 }: Job): number {
  return Math.max(timestamp + (opts.delay ?? 0), processedOn)
}
