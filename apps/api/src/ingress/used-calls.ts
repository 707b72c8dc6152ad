import type { Repositories, UsedCall } from '@shopmirror/db'
import { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from '@shopmirror/jobs'

/**
 * Processes a signed call once, so that a link found in a log or a browser history cannot be used again. The call is
 * marked as used in the transaction of `work`, so an interrupted one can be repeated.
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
