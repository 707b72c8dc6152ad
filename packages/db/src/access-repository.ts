import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { openTokens, placeOf, type StoredTokens } from './credentials-repository.ts'
import { firstOf } from './first-of.ts'
import { appAccess, appTokens } from './schema/index.ts'

/** One merchant of one platform. */
export interface AppKey {
  platform: string
  domain: string
}

/** An event about the app's access; `at` in nanoseconds since the epoch: the event with the latest `at` wins. */
export type AccessEvent = { at: bigint } & (
  | { change: 'installed' | 'removed' }
  | { change: 'token_given'; tokenId: string; tokens: StoredTokens }
  | { change: 'token_revoked'; tokenId: string }
)

/** What a platform has reported about one merchant's access to the app, computed from the stored events. */
export interface Access {
  /** Whether the merchant has the app, by the latest event; `null`: none was received. */
  isInstalled: boolean | null
  removedAt: Date | null
  /** The newest token that is neither revoked nor removed. */
  tokens: StoredTokens | null
}

const NANOSECONDS_PER_MS = 1_000_000n

/** Access events and app tokens that a platform sends by webhook. Tokens are encrypted at rest. */
export const accessRepository = ({ db, keyring }: Connection) => {
  const seal = (id: string, tokens: StoredTokens) => keyring.encrypt(JSON.stringify(tokens), placeOf(id, 'tokens'))

  const newest = async (app: AppKey) => {
    const given = await db
      .select()
      .from(appTokens)
      .where(and(isTokenOf(app), isNotNull(appTokens.tokens)))
      .orderBy(desc(appTokens.reportedAt), desc(appTokens.id))
      .limit(1)
    const token = firstOf(given)
    if (!token?.tokens) return null
    return {
      reportedAt: token.reportedAt,
      tokens: openTokens(keyring.decrypt(token.tokens, placeOf(token.id, 'tokens'))),
    }
  }

  const storeToken = async (app: AppKey, event: Extract<AccessEvent, { tokenId: string }>) => {
    const id = idOf(app, event.tokenId)
    const given = event.change === 'token_given' ? event.tokens : null
    const row = { reportedAt: event.at, tokens: given && seal(id, given), expiresAt: given?.expiresAt ?? null }
    await db
      .insert(appTokens)
      .values({ id, ...app, ...row })
      .onConflictDoUpdate({ target: appTokens.id, set: row, setWhere: sql`${appTokens.reportedAt} < ${event.at}` })
  }

  return {
    /**
     * Stores events; any order and any repetition give the same result. Locks the merchant's row until the transaction
     * ends.
     */
    async record(app: AppKey, events: readonly AccessEvent[]): Promise<void> {
      const { installed, removed } = timesOf(events)
      const held = await db
        .insert(appAccess)
        .values({ ...app, installedAt: installed, removedAt: removed })
        .onConflictDoUpdate({
          target: [appAccess.platform, appAccess.domain],
          set: {
            installedAt: sql`greatest(${appAccess.installedAt}, excluded.installed_at)`,
            removedAt: sql`greatest(${appAccess.removedAt}, excluded.removed_at)`,
          },
        })
        .returning({ removedAt: appAccess.removedAt })
      for (const event of events) if ('tokenId' in event) await storeToken(app, event)
      const removedAt = firstOf(held)?.removedAt
      if (removedAt != null)
        await db
          .update(appTokens)
          .set({ tokens: null })
          .where(and(isTokenOf(app), lte(appTokens.reportedAt, removedAt)))
    },

    /** `null` when no event about this merchant was received. */
    async read(app: AppKey): Promise<Access | null> {
      const known = firstOf(
        await db
          .select()
          .from(appAccess)
          .where(and(eq(appAccess.platform, app.platform), eq(appAccess.domain, app.domain))),
      )
      if (!known) return null
      const { installedAt, removedAt } = known
      const given = await newest(app)
      const hasApp = given !== null || (installedAt !== null && installedAt > (removedAt ?? -1n))
      const isInstalled = hasApp || (removedAt === null ? null : false)
      return { isInstalled, removedAt: dateOf(removedAt), tokens: given?.tokens ?? null }
    },

    /** The newest token that the platform sent and did not revoke. */
    current: async (app: AppKey): Promise<StoredTokens | null> => (await newest(app))?.tokens ?? null,
  }
}

function idOf({ platform, domain }: AppKey, tokenId: string): string {
  return `${platform}:${domain}:${tokenId}`
}

function isTokenOf({ platform, domain }: AppKey) {
  return and(eq(appTokens.platform, platform), eq(appTokens.domain, domain))
}

function timesOf(events: readonly AccessEvent[]): { installed: bigint | null; removed: bigint | null } {
  const latest = (change: 'installed' | 'removed') =>
    events.reduce<bigint | null>(
      (last, event) => (event.change === change && event.at > (last ?? -1n) ? event.at : last),
      null,
    )
  return { installed: latest('installed'), removed: latest('removed') }
}

function dateOf(moment: bigint | null): Date | null {
  return moment === null ? null : new Date(Number(moment / NANOSECONDS_PER_MS))
}
