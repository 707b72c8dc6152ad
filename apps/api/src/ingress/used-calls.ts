import type { Repositories, UsedCall } from '@shopmirror/db'
import { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from '@shopmirror/jobs'

/**
 * Does the work of a signed call once: whoever finds the link in a log or a history cannot use it again. The call counts
 * as used when the work is committed, with it, so one that was broken off can be repeated.
 */
export function once<T>(
  call: UsedCall,
  deps: OutboxDeps,
  work: (tx: Repositories, enqueue: EnqueueAfterCommit) => Promise<T>,
): Promise<{ done: true; result: T } | { done: false }> {
  return withOutbox(deps, async (tx, enqueue) => {
    if (!(await tx.usedCalls.use(call))) return { done: false }
    return { done: true, result: await work(tx, enqueue) }
  })
}
