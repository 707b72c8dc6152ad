import { and, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { whileConnected } from './hold-shop.ts'
import type { Keyring } from './keyring.ts'
import type { Keyset } from './list-query.ts'
import { shopCredentials, shops } from './schema/index.ts'

export interface StoredTokens {
  accessToken: string
  expiresAt: Date | null
  refreshToken?: string
  refreshExpiresAt?: Date
  scopes?: string[]
  /** The platform's name for it, where it gives and revokes tokens by name. */
  id?: string
  /** Kept until the new pair has worked once: the platform may not have heard of our having it. */
  previousRefreshToken?: string
}

export interface StoredOwnApp {
  clientId?: string
  clientSecret?: string
  accessToken?: string
}

interface Held {
  shopId: string
  version: number
  owner: string
}

export const credentialsRepository = ({ db, keyring, now }: Connection) => {
  const read = async (shopId: string) => {
    const row = firstOf(await db.select().from(shopCredentials).where(eq(shopCredentials.shopId, shopId)))
    if (!row) return null
    return {
      ...row,
      tokens: row.tokens === null ? null : openTokens(keyring.decrypt(row.tokens, placeOf(shopId, 'tokens'))),
      ownApp:
        row.ownApp === null
          ? null
          : (JSON.parse(keyring.decrypt(row.ownApp, placeOf(shopId, 'ownApp'))) as StoredOwnApp),
    }
  }

  return {
    read,

    /** Keeps what is there when two come at once. Throws `ShopGoneError`: an uninstalled shop never gets tokens again. */
    async create({ shopId, tokens, ownApp }: { shopId: string; tokens?: StoredTokens; ownApp?: StoredOwnApp }) {
      const values = {
        shopId,
        ...(tokens && tokenColumns(tokens, shopId, keyring)),
        ...(ownApp && { ownApp: sealApp(ownApp, shopId, keyring) }),
        version: tokens ? 1 : 0,
      }
      await whileConnected(db, shopId, (tx) => tx.insert(shopCredentials).values(values).onConflictDoNothing())
    },

    async setOwnApp(shopId: string, ownApp: StoredOwnApp) {
      const sealed = sealApp(ownApp, shopId, keyring)
      const set = { ownApp: sealed, refusals: 0, updatedAt: now() }
      await whileConnected(db, shopId, (tx) =>
        tx
          .insert(shopCredentials)
          .values({ shopId, ...set })
          .onConflictDoUpdate({ target: shopCredentials.shopId, set }),
      )
    },

    /** One owner at a time, for the version it read; a lease that ran out belongs to nobody. */
    async takeLease({ shopId, version, owner, until }: Held & { until: Date }) {
      const taken = await db
        .update(shopCredentials)
        .set({ leaseOwner: owner, leaseUntil: until })
        .where(
          and(
            isVersion(shopId, version),
            or(
              isNull(shopCredentials.leaseUntil),
              lt(shopCredentials.leaseUntil, now()),
              eq(shopCredentials.leaseOwner, owner),
            ),
          ),
        )
        .returning({ shopId: shopCredentials.shopId })
      return taken.length > 0
    },

    async releaseLease({ shopId, owner }: Pick<Held, 'shopId' | 'owner'>) {
      await db
        .update(shopCredentials)
        .set({ leaseOwner: null, leaseUntil: null })
        .where(and(eq(shopCredentials.shopId, shopId), eq(shopCredentials.leaseOwner, owner)))
    },

    /** All parts in one statement, only over the version it follows; ends the lease. */
    async store({ shopId, version, tokens }: { shopId: string; version: number; tokens: StoredTokens }) {
      const stored = await db
        .update(shopCredentials)
        .set({
          ...tokenColumns(tokens, shopId, keyring),
          version: version + 1,
          leaseOwner: null,
          leaseUntil: null,
          refusals: 0,
          updatedAt: now(),
        })
        .where(isVersion(shopId, version))
        .returning({ shopId: shopCredentials.shopId })
      return stored.length > 0
    },

    /** The platform took them back: nothing is left to ask with. */
    async dropTokens({ shopId, version }: { shopId: string; version: number }) {
      await db
        .update(shopCredentials)
        .set({
          tokens: null,
          expiresAt: null,
          refreshExpiresAt: null,
          scopes: null,
          version: version + 1,
          updatedAt: now(),
        })
        .where(isVersion(shopId, version))
    },

    async countRefusal(shopId: string) {
      const row = firstOf(
        await db
          .update(shopCredentials)
          .set({ refusals: sql`${shopCredentials.refusals} + 1` })
          .where(eq(shopCredentials.shopId, shopId))
          .returning({ refusals: shopCredentials.refusals }),
      )
      return row?.refusals ?? 0
    },

    async dropPreviousRefreshToken({ shopId, version }: { shopId: string; version: number }) {
      const row = await read(shopId)
      if (row?.version !== version || !row.tokens?.previousRefreshToken) return
      const { previousRefreshToken, ...tokens } = row.tokens
      await db
        .update(shopCredentials)
        .set(tokenColumns(tokens, shopId, keyring))
        .where(isVersion(shopId, version))
    },

    /** Shops whose token of the app did not say when it ends and came before then, by id. */
    listUnending: (before: Date, { after = '', limit }: Keyset) =>
      db
        .select({ shopId: shopCredentials.shopId })
        .from(shopCredentials)
        .innerJoin(shops, eq(shops.id, shopCredentials.shopId))
        .where(
          and(
            isNotNull(shopCredentials.tokens),
            isNull(shopCredentials.ownApp),
            isNull(shopCredentials.expiresAt),
            isNull(shopCredentials.refreshExpiresAt),
            lt(shopCredentials.updatedAt, before),
            inArray(shops.status, ['connecting', 'active', 'paused']),
            gt(shopCredentials.shopId, after),
          ),
        )
        .orderBy(shopCredentials.shopId)
        .limit(limit)
        .then((rows) => rows.map(({ shopId }) => shopId)),

    /** Shops whose access still works and whose refresh token has lived this part of its life, 0–1; by id. */
    listAged: (lived: number, { after = '', limit }: Keyset) =>
      db
        .select({ shopId: shopCredentials.shopId })
        .from(shopCredentials)
        .innerJoin(shops, eq(shops.id, shopCredentials.shopId))
        .where(
          and(
            isNotNull(shopCredentials.refreshExpiresAt),
            sql`${shopCredentials.updatedAt} + (${shopCredentials.refreshExpiresAt} - ${shopCredentials.updatedAt}) * ${lived}::float8 < ${now().toISOString()}::timestamptz`,
            inArray(shops.status, ['connecting', 'active', 'paused']),
            gt(shopCredentials.shopId, after),
          ),
        )
        .orderBy(shopCredentials.shopId)
        .limit(limit)
        .then((rows) => rows.map(({ shopId }) => shopId)),
  }
}

export function placeOf(id: string, column: string): string {
  return `${id}:${column}`
}

function isVersion(shopId: string, version: number) {
  return and(eq(shopCredentials.shopId, shopId), eq(shopCredentials.version, version))
}

function tokenColumns(tokens: StoredTokens, shopId: string, keyring: Keyring) {
  return {
    tokens: keyring.encrypt(JSON.stringify(tokens), placeOf(shopId, 'tokens')),
    expiresAt: tokens.expiresAt,
    refreshExpiresAt: tokens.refreshExpiresAt ?? null,
    scopes: tokens.scopes ?? null,
  }
}

function sealApp(ownApp: StoredOwnApp, shopId: string, keyring: Keyring): string {
  return keyring.encrypt(JSON.stringify(ownApp), placeOf(shopId, 'ownApp'))
}

export function openTokens(json: string): StoredTokens {
  const { expiresAt, refreshExpiresAt, ...tokens } = JSON.parse(json)
  return {
    ...tokens,
    expiresAt: expiresAt && new Date(expiresAt),
    ...(refreshExpiresAt && { refreshExpiresAt: new Date(refreshExpiresAt) }),
  }
}
