import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { Role } from './schema/api-keys.ts'
import { apiKeys } from './schema/index.ts'

const KEY_BYTES = 32
/** Prefix of every API key. */
export const API_KEY_PREFIX = 'smk_'
/** Accuracy of `lastUsedAt`, ms: it is not written at every request. */
const USE_RECORDED_EVERY_MS = 60_000

/** Keys of one account with these roles. */
interface KeyScope {
  accountId: string
  roles: readonly Role[]
}

/** API keys of accounts. Only SHA-256 hashes are stored; a key cannot be shown again. */
export const apiKeysRepository = ({ db, now }: Connection) => {
  const recordUse = async ({ id, lastUsedAt }: { id: string; lastUsedAt: Date | null }) => {
    const before = new Date(now().getTime() - USE_RECORDED_EVERY_MS)
    if (lastUsedAt !== null && lastUsedAt >= before) return
    await db
      .update(apiKeys)
      .set({ lastUsedAt: now() })
      .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))))
  }

  return {
    /** Creates a key. It cannot be shown again, because only its hash is stored. */
    async issue({ accountId, role, name = '' }: { accountId: string; role: Role; name?: string }) {
      const key = `${API_KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`
      const id = createId('key')
      await db.insert(apiKeys).values({ id, accountId, role, name, hash: hashKey(key), hint: key.slice(-4) })
      return { id, key }
    },

    /** The key's id, account and role; `null` when it is unknown or revoked. */
    async authenticate(key: string) {
      const found = firstOf(
        await db
          .select({
            ...{ id: apiKeys.id, accountId: apiKeys.accountId, role: apiKeys.role },
            lastUsedAt: apiKeys.lastUsedAt,
          })
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hashKey(key)), isNull(apiKeys.revokedAt))),
      )
      if (!found) return null
      await recordUse(found)
      const { lastUsedAt: _, ...caller } = found
      return caller
    },

    /** Newest first, revoked ones included, without the keys themselves. */
    list: ({ accountId, roles }: KeyScope) =>
      db
        .select({
          id: apiKeys.id,
          role: apiKeys.role,
          name: apiKeys.name,
          hint: apiKeys.hint,
          createdAt: apiKeys.createdAt,
          lastUsedAt: apiKeys.lastUsedAt,
          revokedAt: apiKeys.revokedAt,
        })
        .from(apiKeys)
        .where(and(eq(apiKeys.accountId, accountId), inArray(apiKeys.role, [...roles])))
        .orderBy(desc(apiKeys.id)),

    /** `false` when there is no such key in this scope, or it was already revoked. */
    async revoke(id: string, { accountId, roles }: KeyScope) {
      const revoked = await db
        .update(apiKeys)
        .set({ revokedAt: now() })
        .where(
          and(
            eq(apiKeys.id, id),
            eq(apiKeys.accountId, accountId),
            inArray(apiKeys.role, [...roles]),
            isNull(apiKeys.revokedAt),
          ),
        )
        .returning({ id: apiKeys.id })
      return revoked.length > 0
    },
  }
}

/** Keys have 256 random bits, so a slow hash would not add security. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
