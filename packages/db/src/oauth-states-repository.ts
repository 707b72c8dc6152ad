import { createHash, randomBytes } from 'node:crypto'
import { eq, inArray, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { oauthStates } from './schema/index.ts'

const STATE_BYTES = 32

/** OAuth states: unguessable, valid once and for a limited time. Only hashes are stored. */
export const oauthStatesRepository = ({ db, now }: Connection) => ({
  /** As in the table, also of a state that has been consumed. */
  hashOf,

  async create({
    platform,
    domain,
    accountId,
    connectLinkId = null,
    ttlMs,
  }: {
    platform: string
    /** `null` when the merchant selects the shop on the consent page. */
    domain: string | null
    /** `null` when the install was started on the platform. */
    accountId: string | null
    /** The connect link that it was started with. */
    connectLinkId?: string | null
    ttlMs: number
  }) {
    const state = randomBytes(STATE_BYTES).toString('base64url')
    await db.insert(oauthStates).values({
      ...{ hash: hashOf(state), platform, domain, accountId, connectLinkId },
      expiresAt: new Date(now().getTime() + ttlMs),
    })
    return state
  },

  /** Reads a valid state without consuming it. */
  async peek(state: string) {
    const row = firstOf(
      await db
        .select()
        .from(oauthStates)
        .where(eq(oauthStates.hash, hashOf(state))),
    )
    return row && row.expiresAt > now() ? row : null
  },

  /** Deletes and returns a valid state. Of two concurrent calls the second gets `null`. */
  async consume(state: string) {
    const row = firstOf(
      await db
        .delete(oauthStates)
        .where(eq(oauthStates.hash, hashOf(state)))
        .returning(),
    )
    return row && row.expiresAt > now() ? row : null
  },

  /** Deletes at most `limit` states that expired before then. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db
      .select({ hash: oauthStates.hash })
      .from(oauthStates)
      .where(lt(oauthStates.expiresAt, before))
      .limit(limit)
    const gone = await db
      .delete(oauthStates)
      .where(inArray(oauthStates.hash, old))
      .returning({ hash: oauthStates.hash })
    return gone.length
  },
})

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex')
}
