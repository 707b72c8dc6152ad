import { createHash } from 'node:crypto'
import { inArray, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { usedCalls } from './schema/index.ts'

/** A signed call that is valid once. */
export interface UsedCall {
  platform: string
  /** Distinguishes install, entry and uninstall calls. */
  purpose: string
  nonce: string
}

/** Signed calls that were used, so that a link works once. */
export const usedCallsRepository = ({ db, now }: Connection) => ({
  /**
   * `false` when a transaction that used this call has committed. Waits for an open one. Call it in the transaction that does
   * the work, so that a rollback makes the call usable again.
   */
  async use({ platform, purpose, nonce }: UsedCall): Promise<boolean> {
    const hash = createHash('sha256').update([platform, purpose, nonce].join('\n')).digest('hex')
    const used = await db
      .insert(usedCalls)
      .values({ hash, usedAt: now() })
      .onConflictDoNothing()
      .returning({ hash: usedCalls.hash })
    return used.length > 0
  },

  /** Deletes at most `limit` calls used before then. Returns how many. */
  async sweep(before: Date, limit: number): Promise<number> {
    const old = db.select({ hash: usedCalls.hash }).from(usedCalls).where(lt(usedCalls.usedAt, before)).limit(limit)
    const gone = await db.delete(usedCalls).where(inArray(usedCalls.hash, old)).returning({ hash: usedCalls.hash })
    return gone.length
  },
})
