import type { Repositories, StoredTokens } from '@shopmirror/db'

/** A shop's credentials as read from the database. */
export type Stored = NonNullable<Awaited<ReturnType<Repositories['credentials']['read']>>>

/** A token is refreshed when less than this is left, ms. */
const MIN_LEFT_MS = 5 * 60_000
/** Assumed life of a token without `expires_in`, ms: such a token is not treated as non-expiring. */
const DEFAULT_LIFE_MS = 30 * 60_000

/** A token with a life of less than ten minutes is used for half of its life. */
export function isUsable(stored: Stored, now: Date): stored is Stored & { tokens: StoredTokens } {
  return stored.tokens !== null && goodUntil(stored) >= now.getTime()
}

/** Time from which the token should be refreshed, ms since the epoch. */
export function goodUntil({ expiresAt, updatedAt }: Pick<Stored, 'expiresAt' | 'updatedAt'>): number {
  const lifeMs = expiresAt ? expiresAt.getTime() - updatedAt.getTime() : DEFAULT_LIFE_MS
  return updatedAt.getTime() + lifeMs - Math.min(MIN_LEFT_MS, lifeMs / 2)
}
