import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { Role } from './schema/api-keys.ts'
import { apiKeys } from './schema/index.ts'

const KEY_BYTES = 32
/** Every API key starts with it. */
export const API_KEY_PREFIX = 'smk_'
/** How exact "last used" is: a key in use is written this often, not at every request. */
const USE_NOTED_EVERY_MS = 60_000

/** Whose keys, and of which roles. */
interface Reach {
  accountId: string
  roles: readonly Role[]
}

/** API keys of accounts. Only SHA-256 hashes are stored; a key cannot be shown again. */
export const apiKeysRepository = ({ db, now }: Connection) => {
  const noteUse = (id: string) => {
    const noted = new Date(now().getTime() - USE_NOTED_EVERY_MS)
    return db
      .update(apiKeys)
      .set({ lastUsedAt: now() })
      .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, noted))))
  }

  return {
    /** The key is shown this once; only its hash is kept. */
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
          .select({ id: apiKeys.id, accountId: apiKeys.accountId, role: apiKeys.role })
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hashKey(key)), isNull(apiKeys.revokedAt))),
      )
      if (found) await noteUse(found.id)
      return found
    },

    list: ({ accountId, roles }: Reach) =>
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

    /** Whether it was within reach, and good until now. */
    async revoke(id: string, { accountId, roles }: Reach) {
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

/** Keys are 256 random bits: a slow hash would buy nothing. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
