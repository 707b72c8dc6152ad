import { and, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import type { Keyring } from './keyring.ts'
import type { Keyset } from './list-query.ts'
import { shopCredentials, shops } from './schema/index.ts'
import { type Tx, whileConnected } from './while-connected.ts'

/** A shop's tokens as decrypted. `expiresAt` is `null` when the access token does not expire. */
export interface StoredTokens {
  accessToken: string
  expiresAt: Date | null
  refreshToken?: string
  refreshExpiresAt?: Date
  scopes?: string[]
  /** The platform's id of the token, if the platform issues and revokes tokens by id. */
  id?: string
  /** Kept until the new pair has worked once, because the platform may not have registered that we received it. */
  previousRefreshToken?: string
}

/** Credentials that a merchant created for the shop, as decrypted: a JSON object that only the platform reads. */
export type StoredOwnApp = Readonly<Record<string, unknown>>

interface Lease {
  shopId: string
  /** Version of the credentials that the owner has read. */
  version: number
  owner: string
  until: Date
}

interface Replacement {
  shopId: string
  /** Version that was read. Omit it when there are no credentials yet. */
  version?: number | undefined
  /** `null`: the platform revoked them. Default: unchanged. */
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

    /** Decrypts nothing, so it works when the encryption key is missing. */
    async hasOwnApp(shopId: string) {
      const own = await db
        .select(idOnly)
        .from(shopCredentials)
        .where(and(eq(shopCredentials.shopId, shopId), isNotNull(shopCredentials.ownApp)))
      return own.length > 0
    },

    /** As `read`, and locks the credentials until the transaction ends. Throws `ShopGoneError`. */
    lock: (shopId: string) => whileConnected(db, shopId, () => read(shopId), 'no key update'),

    /**
     * The only way to write tokens and own apps: all parts in one statement, which replaces exactly `version`. Clears
     * lease and refusals. Returns the new version, or `null` when another process has replaced that version. Throws
     * `ShopGoneError`, so an uninstalled shop never gets tokens again.
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

    /** `false` when another owner has an unexpired lease, or the version has been replaced. */
    async takeLease({ shopId, version, owner, until }: Lease) {
      const isFree = or(isNull(shopCredentials.leaseUntil), lt(shopCredentials.leaseUntil, now()))
      const taken = await db
        .update(shopCredentials)
        .set({ leaseOwner: owner, leaseUntil: until })
        .where(and(isVersion(shopId, version), isFree))
        .returning(idOnly)
      return taken.length > 0
    },

    /** No effect when the lease was released or belongs to another owner. */
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

    /** Returns the refusals in a row of this version; `null` when it has been replaced. */
    async countRefusal({ shopId, version }: { shopId: string; version: number }): Promise<number | null> {
      const counted = await db
        .update(shopCredentials)
        .set({ refusals: sql`${shopCredentials.refusals} + 1` })
        .where(isVersion(shopId, version))
        .returning({ refusals: shopCredentials.refusals })
      return firstOf(counted)?.refusals ?? null
    },

    /** Deletes the refresh token that was kept until the new pair worked once; no effect on newer credentials. */
    async dropPreviousRefreshToken({ shopId, version }: { shopId: string; version: number }) {
      const row = await read(shopId)
      if (row?.version !== version || !row.tokens?.previousRefreshToken) return
      const { previousRefreshToken, ...tokens } = row.tokens
      await db
        .update(shopCredentials)
        .set(tokenColumns(tokens, shopId, keyring))
        .where(isVersion(shopId, version))
    },

    /** Ids of shops with a non-expiring token of the app that was stored before then. */
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

    /** Ids of shops with access whose refresh token has used up this share of its life, 0–1. */
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

/** Additional authenticated data: binds a ciphertext to this row and column. */
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
