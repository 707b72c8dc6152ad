import type { JobContext } from '../context.ts'

/** What this process has to forget and to log when the transaction has committed. */
export type FollowUp = (context: JobContext) => void
