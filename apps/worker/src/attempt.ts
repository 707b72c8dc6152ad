import { randomUUID } from 'node:crypto'
import type { Attempt } from '@shopmirror/jobs'
import type { Job as QueuedJob } from 'bullmq'

/** An attempt that remembers whether it made progress. */
export interface TrackedAttempt extends Attempt {
  hasProgressed(): boolean
}

/** `signal` fires when the worker has to stop. */
export function createAttempt(queued: QueuedJob, signal: AbortSignal): TrackedAttempt {
  let hasProgressed = false
  return {
    id: `${queued.id}-${randomUUID()}`,
    signal,
    progressed: () => {
      hasProgressed = true
    },
    hasProgressed: () => hasProgressed,
  }
}
