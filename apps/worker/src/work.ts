import type { Job } from '@shopmirror/jobs'
import type { Job as QueuedJob } from 'bullmq'
import type { ZodSafeParseResult } from 'zod'

/** A job of the queue, with what we know of it. */
export interface Work {
  queued: QueuedJob
  /** Absent when this worker knows no job of that name. */
  job: Job | undefined
  payload: ZodSafeParseResult<unknown>
  /** The shop it works for, where it works for one. */
  shopId: string | undefined
}

const unreadable: ZodSafeParseResult<unknown> = { success: true, data: undefined }

export function findWork(byName: ReadonlyMap<string, Job>, queued: QueuedJob): Work {
  const job = byName.get(queued.name)
  const payload = job ? job.payload.safeParse(queued.data) : unreadable
  const shopId = job && payload.success ? job.shopOf?.(payload.data) : undefined
  return { queued, job, payload, shopId }
}
