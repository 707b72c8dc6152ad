import type { JobContext } from '../context.ts'

/** Runs after the transaction has committed: drops cached credentials and logs. */
export type FollowUp = (context: JobContext) => void
