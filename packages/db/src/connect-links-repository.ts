import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { ListQuery } from './list-query.ts'
import { accounts, connectLinks } from './schema/index.ts'

const TOKEN_BYTES = 32

interface NewConnectLink {
  accountId: string
  platforms: readonly string[]
  language: string | null
  returnUrl: string | null
  /** The only shop that the link connects; `null` for any. */
  shop: { id: string; platform: string; domain: string } | null
  createdBy: string
  ttlMs: number
}

/** Why a link cannot be used. `other-shop`: it is for another one. */
export type LinkRefusal = 'link-expired' | 'link-revoked' | 'link-used' | 'other-shop'

/** A shop that a merchant wants to connect. `domain` null: not known yet. */
interface WantedShop {
  platform: string
  domain: string | null
}

interface AdmitOptions {
  /** The attempt was admitted before the link expired. Default false. */
  wasInTime?: boolean
}

type ConnectLink = typeof connectLinks.$inferSelect

/** Links for merchants: unguessable, valid for a limited time, for one shop. Only hashes of tokens are stored. */
export const connectLinksRepository = ({ db, now }: Connection) => {
  const find = async (id: string) => firstOf(await db.select().from(connectLinks).where(eq(connectLinks.id, id)))

  return {
    /** Creates a link. Its token cannot be shown again. */
    async create({ shop, ttlMs, platforms, ...values }: NewConnectLink) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const link = firstOf(
        await db
          .insert(connectLinks)
          .values({
            ...values,
            id: createId('lnk', now().getTime()),
            hash: hashOf(token),
            platforms: [...platforms],
            ...(shop && { shopId: shop.id, boundPlatform: shop.platform, boundDomain: shop.domain }),
            expiresAt: new Date(now().getTime() + ttlMs),
            createdAt: now(),
          })
          .returning(),
      )
      if (!link) throw new Error('The connect link was not stored.')
      return { link, token }
    },

    /** `null` for an unknown id. */
    find,

    /** The link with the name of its account, whatever its status; `null` for an unknown token. */
    async findByToken(token: string) {
      return firstOf(
        await db
          .select({ link: connectLinks, accountName: accounts.name })
          .from(connectLinks)
          .innerJoin(accounts, eq(accounts.id, connectLinks.accountId))
          .where(eq(connectLinks.hash, hashOf(token))),
      )
    },

    /** Newest first. `accountId` null: of all accounts. */
    list: ({ accountId, shopId, cursor, limit }: ListQuery) =>
      db
        .select()
        .from(connectLinks)
        .where(
          and(
            accountId === null ? undefined : eq(connectLinks.accountId, accountId),
            shopId ? eq(connectLinks.shopId, shopId) : undefined,
            cursor ? lt(connectLinks.id, cursor) : undefined,
          ),
        )
        .orderBy(desc(connectLinks.id))
        .limit(limit),

    /** `false` when it was already revoked or used. */
    async revoke(id: string) {
      const revoked = await db
        .update(connectLinks)
        .set({ revokedAt: now() })
        .where(and(eq(connectLinks.id, id), isNull(connectLinks.revokedAt), isNull(connectLinks.usedAt)))
        .returning({ id: connectLinks.id })
      return revoked.length > 0
    },

    /** Why the link does not connect this shop now; `null` when it does. */
    refusalOf: (link: ConnectLink, shop: WantedShop, options: AdmitOptions = {}) =>
      refusalOf(link, shop, { ...options, now: now() }),

    /**
     * Binds the link to the shop that was approved; from then on it connects no other. Locks it until the transaction
     * ends, so of two shops that arrive at the same time one is refused. Returns the refusal; `null` when admitted.
     */
    async admit(id: string, shop: WantedShop, options: AdmitOptions = {}): Promise<LinkRefusal | null> {
      const link = firstOf(await db.select().from(connectLinks).where(eq(connectLinks.id, id)).for('update'))
      if (!link) return 'link-revoked'
      const refusal = refusalOf(link, shop, { ...options, now: now() })
      if (refusal === null && shop.domain !== null)
        await db
          .update(connectLinks)
          .set({ boundPlatform: shop.platform, boundDomain: shop.domain })
          .where(eq(connectLinks.id, id))
      return refusal
    },

    /** The shop is connected: the link cannot be used again. */
    async markUsed(id: string) {
      await db
        .update(connectLinks)
        .set({ usedAt: now() })
        .where(and(eq(connectLinks.id, id), isNull(connectLinks.usedAt)))
    },

    /** Deletes at most `limit` links that expired before then. Returns how many. */
    async sweep(before: Date, limit: number) {
      const old = db
        .select({ id: connectLinks.id })
        .from(connectLinks)
        .where(lt(connectLinks.expiresAt, before))
        .limit(limit)
      const gone = await db.delete(connectLinks).where(inArray(connectLinks.id, old)).returning({ id: connectLinks.id })
      return gone.length
    },
  }
}

function refusalOf(
  link: ConnectLink,
  { platform, domain }: WantedShop,
  { wasInTime = false, now }: AdmitOptions & { now: Date },
): LinkRefusal | null {
  if (link.revokedAt) return 'link-revoked'
  if (link.usedAt) return 'link-used'
  if (link.expiresAt <= now && !wasInTime) return 'link-expired'
  if (!link.platforms.includes(platform)) return 'other-shop'
  const { boundPlatform, boundDomain } = link
  if (boundDomain === null || domain === null) return null
  if (boundPlatform === platform && boundDomain === domain) return null
  return link.shopId === null ? 'link-used' : 'other-shop'
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
