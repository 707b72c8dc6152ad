import type { PushLease } from '@shopmirror/db'
import type { JobContext } from '../context.ts'

/** Life of the lease, ms: the longest wait of the next sender after a crash. */
const LEASE_MS = 20_000
const RENEW_EVERY_MS = 5_000

/**
 * Takes the lease and renews it until `end`, so that no call of ours is under way when another sender begins. `null`:
 * taken.
 */
export async function keepLease(
  key: PushLease,
  { db, log }: Pick<JobContext, 'db' | 'log'>,
): Promise<{ key: PushLease; end(): Promise<void> } | null> {
  if (!(await db.pushes.takeLease(key, LEASE_MS))) return null
  const timer = setInterval(() => {
    // What is sent without the lease is fenced when it is recorded.
    db.pushes
      .takeLease(key, LEASE_MS)
      .catch((error: unknown) => log.warn({ err: error, shop: key.shopId }, 'push.lease_not_renewed'))
  }, RENEW_EVERY_MS)
  return {
    key,
    async end() {
      clearInterval(timer)
      await db.pushes.dropLease(key)
    },
  }
}
