import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { operatorLinks } from './schema/index.ts'

const TOKEN_BYTES = 32
/** Prefix of the token of every operator link. */
export const OPERATOR_LINK_PREFIX = 'smo_'

/** Links that make somebody an operator: unguessable, valid once and for a limited time. Only hashes are stored. */
export const operatorLinksRepository = ({ db, now }: Connection) => ({
  /** Returns the token; it cannot be shown again. */
  async create(ttlMs: number) {
    const token = `${OPERATOR_LINK_PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`
    await db.insert(operatorLinks).values({ hash: hashOf(token), expiresAt: new Date(now().getTime() + ttlMs) })
    return token
  },

  /** Whether the token could be consumed now. */
  async isValid(token: string) {
    const found = await db
      .select({ hash: operatorLinks.hash })
      .from(operatorLinks)
      .where(and(eq(operatorLinks.hash, hashOf(token)), gt(operatorLinks.expiresAt, now())))
    return found.length > 0
  },

  /** Whether this call consumed the token. Of two concurrent calls the second gets `false`. */
  async consume(token: string) {
    const [gone] = await db
      .delete(operatorLinks)
      .where(eq(operatorLinks.hash, hashOf(token)))
      .returning({ expiresAt: operatorLinks.expiresAt })
    return gone !== undefined && gone.expiresAt > now()
  },

  /** Deletes all links, so that only one made afterwards works. */
  async revokeAll() {
    await db.delete(operatorLinks)
  },

  /** Deletes at most `limit` links that expired before then. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db
      .select({ hash: operatorLinks.hash })
      .from(operatorLinks)
      .where(lt(operatorLinks.expiresAt, before))
      .limit(limit)
    const gone = await db
      .delete(operatorLinks)
      .where(inArray(operatorLinks.hash, old))
      .returning({ hash: operatorLinks.hash })
    return gone.length
  },
})

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
