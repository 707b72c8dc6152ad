import type { Job } from '@shopmirror/jobs'
import type { Job as QueuedJob } from 'bullmq'
import type { ZodSafeParseResult } from 'zod'

/** A job of the queue with its definition and parsed payload. */
export interface Work {
  queued: QueuedJob
  /** `undefined` when this worker does not know the job's name. */
  job: Job | undefined
  payload: ZodSafeParseResult<unknown>
  /** The shop that the job works for, if any. */
  shopId: string | undefined
}

const unreadable: ZodSafeParseResult<unknown> = { success: true, data: undefined }

/** An unknown job or an invalid payload is part of the result; it throws nothing. */
export function findWork(byName: ReadonlyMap<string, Job>, queued: QueuedJob): Work {
  const job = byName.get(queued.name)
  const payload = job ? job.payload.safeParse(queued.data) : unreadable
  const shopId = job && payload.success ? job.shopOf?.(payload.data) : undefined
  return { queued, job, payload, shopId }
}
