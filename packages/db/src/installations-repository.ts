import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { openTokens, placeOf, type StoredTokens } from './credentials-repository.ts'
import { firstOf } from './first-of.ts'
import type { Keyset, ListQuery } from './list-query.ts'
import { installations } from './schema/index.ts'

interface NewInstallation {
  platform: string
  /** `null` when it is only known after the code has been exchanged. */
  domain: string | null
  code?: string
  /** `null`: does not expire while the app is installed. */
  expiresAt: Date | null
  /** The account that started the install; omitted when it was started on the platform. */
  accountId?: string
  /** The connect link that it was started with, and the hash of the state. */
  connectLinkId?: string | null
  attempt?: string | null
}

interface ClaimRequest {
  id: string
  accountId: string
  /** As in `NewInstallation`. */
  connectLinkId?: string
  attempt?: string
}

/** Outcome of a claim. `expired`: not claimed in time; `taken`: another account has it. */
export type Claim = 'claimed' | 'already_yours' | 'taken' | 'expired' | 'not_found'

/**
 * Installations from their start until an account has claimed them and the shop is set up. Codes and tokens are
 * encrypted at rest.
 */
export const installationsRepository = ({ db, keyring, now, changed }: Connection) => {
  const find = async (id: string) => firstOf(await db.select().from(installations).where(eq(installations.id, id)))

  const end = async (id: string, outcome: { error: string | null; refusal: string | null }) => {
    const ended = await db
      .update(installations)
      .set({ ...outcome, finishedAt: now() })
      .where(eq(installations.id, id))
      .returning({ shopId: installations.shopId, accountId: installations.accountId })
    for (const ids of ended) changed({ kind: 'installation', ...ids, id })
  }

  return {
    /** Stores an installation, claimed already when it has an account. Returns its id. */
    async create({ code, accountId, ...rest }: NewInstallation) {
      const id = createId('ins', now().getTime())
      const sealed = code === undefined ? null : keyring.encrypt(code, placeOf(id, 'code'))
      const owner = accountId ? { accountId, claimedAt: now() } : {}
      await db.insert(installations).values({ id, ...rest, code: sealed, ...owner, createdAt: now() })
      changed({ kind: 'installation', shopId: null, accountId: accountId ?? null, id })
      return id
    },

    find,

    /** The newest installation that this state started. */
    async findByAttempt(attempt: string) {
      return firstOf(
        await db
          .select()
          .from(installations)
          .where(eq(installations.attempt, attempt))
          .orderBy(desc(installations.id))
          .limit(1),
      )
    },

    /** The newest installation that became this shop. */
    async latestOf(shopId: string) {
      return firstOf(
        await db
          .select()
          .from(installations)
          .where(eq(installations.shopId, shopId))
          .orderBy(desc(installations.id))
          .limit(1),
      )
    },

    /** The newest installation of the shop that is neither claimed nor expired. */
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
              isOpen(now()),
            ),
          )
          .orderBy(desc(installations.id))
          .limit(1),
      )
    },

    /** Newest first. `accountId` null: of all accounts. */
    list: ({ accountId, shopId, cursor, limit }: ListQuery) =>
      db
        .select()
        .from(installations)
        .where(
          and(
            accountId === null ? undefined : eq(installations.accountId, accountId),
            shopId ? eq(installations.shopId, shopId) : undefined,
            cursor ? lt(installations.id, cursor) : undefined,
          ),
        )
        .orderBy(desc(installations.id))
        .limit(limit),

    /** Assigns an unclaimed installation to the account. Of two concurrent claims one succeeds. */
    async claim({ id, accountId, connectLinkId, attempt }: ClaimRequest): Promise<Claim> {
      const claimed = await db
        .update(installations)
        .set({ accountId, claimedAt: now(), connectLinkId, attempt })
        .where(and(eq(installations.id, id), isNull(installations.accountId), isOpen(now())))
        .returning({ id: installations.id })
      if (claimed.length > 0) {
        changed({ kind: 'installation', shopId: null, accountId, id })
        return 'claimed'
      }

      const known = await find(id)
      if (!known) return 'not_found'
      if (known.accountId === accountId) return 'already_yours'
      return known.accountId === null ? 'expired' : 'taken'
    },

    /** Notes the shop that the installation became. */
    async attachShop(id: string, shopId: string) {
      await db.update(installations).set({ shopId }).where(eq(installations.id, id))
      changed({ kind: 'installation', shopId, id })
    },

    /** The OAuth code, decrypted; `null` when there is none or it has been used. */
    async readCode(id: string) {
      const row = await find(id)
      return row?.code == null ? null : keyring.decrypt(row.code, placeOf(id, 'code'))
    },

    /** Deletes the code after its exchange: it works once. */
    async dropCode(id: string) {
      await db.update(installations).set({ code: null }).where(eq(installations.id, id))
    },

    /** Stores the shop and the tokens that the code was exchanged for, and deletes the code, in one statement. */
    async identify(id: string, { domain, tokens }: { domain: string; tokens: StoredTokens }) {
      const sealed = keyring.encrypt(JSON.stringify(tokens), placeOf(id, 'tokens'))
      await db.update(installations).set({ domain, tokens: sealed, code: null }).where(eq(installations.id, id))
    },

    /** Tokens that the code was exchanged for, decrypted; `null` when there are none. */
    async readTokens(id: string): Promise<StoredTokens | null> {
      const row = await find(id)
      return row?.tokens == null ? null : openTokens(keyring.decrypt(row.tokens, placeOf(id, 'tokens')))
    },

    /** Deletes the tokens once the shop's credentials have them. */
    async dropTokens(id: string) {
      await db.update(installations).set({ tokens: null }).where(eq(installations.id, id))
    },

    /** The install is not retried automatically; `error` tells users why, `refusal` is a word for it. */
    async fail(id: string, error: string, refusal: string | null = null) {
      await end(id, { error, refusal })
    },

    /** The shop is set up; clears the error of a previous attempt. */
    async finish(id: string) {
      await end(id, { error: null, refusal: null })
    },

    /** Installations that need a job, ordered by id: claimed ones, and unclaimed ones whose shop is not known yet. */
    unfinished: ({ after = '', limit }: Keyset) =>
      db
        .select({ id: installations.id, accountId: installations.accountId })
        .from(installations)
        .where(
          and(
            isNull(installations.finishedAt),
            or(
              isNotNull(installations.accountId),
              and(isNull(installations.domain), isNotNull(installations.code), isOpen(now())),
            ),
            gt(installations.id, after),
          ),
        )
        .orderBy(installations.id)
        .limit(limit),

    /** Creates an unclaimed installation without an expiry for a merchant who has the app, unless there is one. */
    async createUnclaimed(app: { platform: string; domain: string }) {
      const existing = await db.select({ id: installations.id }).from(installations).where(isUnclaimed(app)).limit(1)
      if (existing.length > 0) return
      await db.insert(installations).values({ id: createId('ins', now().getTime()), ...app, expiresAt: null })
    },

    /** Deletes what `createUnclaimed` created, because the merchant has removed the app. */
    async deleteUnclaimed(app: { platform: string; domain: string }) {
      await db.delete(installations).where(isUnclaimed(app))
    },

    /** Assigns what `createUnclaimed` created to the account that has connected the shop in another way. */
    async claimUnclaimed(
      app: { platform: string; domain: string },
      { accountId, shopId }: { accountId: string; shopId: string },
    ) {
      await db
        .update(installations)
        .set({ accountId, shopId, claimedAt: now(), finishedAt: now() })
        .where(isUnclaimed(app))
    },

    /** Deletes at most `limit` installations that expired before then and have no shop. Returns how many. */
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

function isOpen(now: Date) {
  return or(isNull(installations.expiresAt), gt(installations.expiresAt, now))
}

function isUnclaimed({ platform, domain }: { platform: string; domain: string }) {
  return and(
    eq(installations.platform, platform),
    eq(installations.domain, domain),
    isNull(installations.accountId),
    isNull(installations.expiresAt),
  )
}
