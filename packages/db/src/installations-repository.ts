import { and, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { placeOf } from './credentials-repository.ts'
import { firstOf } from './first-of.ts'
import { installations } from './schema/index.ts'

interface NewInstallation {
  platform: string
  domain: string
  code?: string
  expiresAt: Date
  /** Whose it is from the start, where the install began with us. */
  accountId?: string
}

export type Claim = 'claimed' | 'already_yours' | 'taken' | 'expired' | 'not_found'

export const installationsRepository = ({ db, keyring, now }: Connection) => {
  const find = async (id: string) => firstOf(await db.select().from(installations).where(eq(installations.id, id)))

  return {
    async create({ code, accountId, ...rest }: NewInstallation) {
      const id = createId('ins', now().getTime())
      const sealed = code === undefined ? null : keyring.encrypt(code, placeOf(id, 'code'))
      const owner = accountId ? { accountId, claimedAt: now() } : {}
      await db.insert(installations).values({ id, ...rest, code: sealed, ...owner })
      return id
    },

    find,

    async latestPending(platform: string, domain: string) {
      return firstOf(
        await db
          .select()
          .from(installations)
          .where(
            and(
              eq(installations.platform, platform),
              eq(installations.domain, domain),
              isNull(installations.accountId),
              gt(installations.expiresAt, now()),
            ),
          )
          .orderBy(desc(installations.id))
          .limit(1),
      )
    },

    list: ({ accountId, cursor, limit }: { accountId: string | null; cursor?: string; limit: number }) =>
      db
        .select()
        .from(installations)
        .where(
          and(
            accountId === null ? undefined : eq(installations.accountId, accountId),
            cursor ? gt(installations.id, cursor) : undefined,
          ),
        )
        .orderBy(installations.id)
        .limit(limit),

    async claim({ id, accountId }: { id: string; accountId: string }): Promise<Claim> {
      const claimed = await db
        .update(installations)
        .set({ accountId, claimedAt: now() })
        .where(and(eq(installations.id, id), isNull(installations.accountId), gt(installations.expiresAt, now())))
        .returning({ id: installations.id })
      if (claimed.length > 0) return 'claimed'

      const known = await find(id)
      if (!known) return 'not_found'
      if (known.accountId === accountId) return 'already_yours'
      return known.accountId === null ? 'expired' : 'taken'
    },

    async attachShop(id: string, shopId: string) {
      await db.update(installations).set({ shopId }).where(eq(installations.id, id))
    },

    async readCode(id: string) {
      const row = await find(id)
      return row?.code == null ? null : keyring.decrypt(row.code, placeOf(id, 'code'))
    },

    async dropCode(id: string) {
      await db.update(installations).set({ code: null }).where(eq(installations.id, id))
    },

    /** Removes what expired before then and never became a shop. Answers how many. */
    async sweep(before: Date, limit: number) {
      const old = db
        .select({ id: installations.id })
        .from(installations)
        .where(and(isNull(installations.shopId), lt(installations.expiresAt, before)))
        .limit(limit)
      const gone = await db
        .delete(installations)
        .where(inArray(installations.id, old))
        .returning({ id: installations.id })
      return gone.length
    },
  }
}
