import { and, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { type Tx, whileConnected } from './hold-shop.ts'
import type { Keyring } from './keyring.ts'
import type { Keyset } from './list-query.ts'
import { shopCredentials, shops } from './schema/index.ts'

/** A shop's tokens as decrypted. `expiresAt` is `null` when the access token does not expire. */
export interface StoredTokens {
  accessToken: string
  expiresAt: Date | null
  refreshToken?: string
  refreshExpiresAt?: Date
  scopes?: string[]
  /** The platform's name for it, where it gives and revokes tokens by name. */
  id?: string
  /** Kept until the new pair has worked once: the platform may count it as not delivered. */
  previousRefreshToken?: string
}

/** Credentials of the shop's own app or API client, as decrypted; each platform uses the fields it needs. */
export interface StoredOwnApp {
  clientId?: string
  clientSecret?: string
  accessToken?: string
}

interface Lease {
  shopId: string
  version: number
  owner: string
  until: Date
}

interface Replacement {
  shopId: string
  /** The one that was read; absent: there are no credentials yet. */
  version?: number | undefined
  /** `null`: the platform took them back, and nothing is left to ask with. Absent: they stay. */
  tokens?: StoredTokens | null
  ownApp?: StoredOwnApp
}

const idOnly = { shopId: shopCredentials.shopId }

/**
 * Tokens and own apps of shops, encrypted at rest, with a version that each replacement increments. Reading throws
 * `MissingKeyError` when a key of `ENCRYPTION_KEYS` is missing.
 */
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

    /** Without opening anything: also where the key to it is missing. */
    async hasOwnApp(shopId: string) {
      const own = await db
        .select(idOnly)
        .from(shopCredentials)
        .where(and(eq(shopCredentials.shopId, shopId), isNotNull(shopCredentials.ownApp)))
      return own.length > 0
    },

    /** As `read`; nobody else replaces them until the transaction ends. Throws `ShopGoneError`. */
    lock: (shopId: string) => whileConnected(db, shopId, () => read(shopId), 'no key update'),

    /**
     * The one way tokens and own apps are written: all parts in one statement, only over the version they follow; none is
     * said where there are none yet. Ends lease and refusals. Answers the new version, `null` when somebody else was
     * quicker. Throws `ShopGoneError`: an uninstalled shop never gets tokens again.
     */
    async replace({ shopId, version, tokens, ownApp }: Replacement): Promise<number | null> {
      const next = (version ?? 0) + 1
      const set = {
        ...(tokens !== undefined && tokenColumns(tokens, shopId, keyring)),
        ...(ownApp && { ownApp: sealApp(ownApp, shopId, keyring) }),
        ...{ version: next, leaseOwner: null, leaseUntil: null, refusals: 0, updatedAt: now() },
      }
      const write = (tx: Tx) =>
        version === undefined
          ? tx
              .insert(shopCredentials)
              .values({ shopId, ...set })
              .onConflictDoNothing()
              .returning(idOnly)
          : tx.update(shopCredentials).set(set).where(isVersion(shopId, version)).returning(idOnly)
      const written = await whileConnected(db, shopId, write, 'no key update')
      return written.length > 0 ? next : null
    },

    /** One owner at a time, for the version it read; a lease that ran out belongs to nobody. */
    async takeLease({ shopId, version, owner, until }: Lease) {
      const isFree = or(isNull(shopCredentials.leaseUntil), lt(shopCredentials.leaseUntil, now()))
      const taken = await db
        .update(shopCredentials)
        .set({ leaseOwner: owner, leaseUntil: until })
        .where(and(isVersion(shopId, version), isFree))
        .returning(idOnly)
      return taken.length > 0
    },

    /** Only while it is held: one that was released, or taken by another, is not taken again. */
    async renewLease({ shopId, version, owner, until }: Lease) {
      await db
        .update(shopCredentials)
        .set({ leaseUntil: until })
        .where(and(isVersion(shopId, version), eq(shopCredentials.leaseOwner, owner)))
    },

    /** No effect when the lease belongs to another owner. */
    async releaseLease({ shopId, owner }: Pick<Lease, 'shopId' | 'owner'>) {
      await db
        .update(shopCredentials)
        .set({ leaseOwner: null, leaseUntil: null })
        .where(and(eq(shopCredentials.shopId, shopId), eq(shopCredentials.leaseOwner, owner)))
    },

    /** Refusals in a row of this version; `null` when it has been replaced. */
    async countRefusal({ shopId, version }: { shopId: string; version: number }): Promise<number | null> {
      const counted = await db
        .update(shopCredentials)
        .set({ refusals: sql`${shopCredentials.refusals} + 1` })
        .where(isVersion(shopId, version))
        .returning({ refusals: shopCredentials.refusals })
      return firstOf(counted)?.refusals ?? null
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
    listNonExpiring: (before: Date, { after = '', limit }: Keyset) =>
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
            inArray(shops.access, ['connecting', 'active']),
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
            inArray(shops.access, ['connecting', 'active']),
            gt(shopCredentials.shopId, after),
          ),
        )
        .orderBy(shopCredentials.shopId)
        .limit(limit)
        .then((rows) => rows.map(({ shopId }) => shopId)),
  }
}

/** Where a ciphertext belongs: it is bound to this row and column and cannot be decrypted elsewhere. */
export function placeOf(id: string, column: string): string {
  return `${id}:${column}`
}

function isVersion(shopId: string, version: number) {
  return and(eq(shopCredentials.shopId, shopId), eq(shopCredentials.version, version))
}

function tokenColumns(tokens: StoredTokens | null, shopId: string, keyring: Keyring) {
  if (!tokens) return { tokens: null, expiresAt: null, refreshExpiresAt: null, scopes: null }
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

/** Parses the decrypted JSON of tokens; dates are restored. */
export function openTokens(json: string): StoredTokens {
  const { expiresAt, refreshExpiresAt, ...tokens } = JSON.parse(json)
  return {
    ...tokens,
    expiresAt: expiresAt && new Date(expiresAt),
    ...(refreshExpiresAt && { refreshExpiresAt: new Date(refreshExpiresAt) }),
  }
}
