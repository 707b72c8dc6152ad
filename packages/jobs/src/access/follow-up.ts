import type { JobContext } from '../context.ts'

/** What is left to do when the transaction has ended; may be done again. */
export type FollowUp = (context: JobContext) => Promise<void>
