import type { Repositories, StoredTokens } from '@shopmirror/db'

export type Stored = NonNullable<Awaited<ReturnType<Repositories['credentials']['read']>>>

/** A token is renewed when it has less than this left, ms. */
const MIN_LEFT_MS = 5 * 60_000
/** Life of a token whose platform did not say, ms: short, and never immortal. */
const UNTOLD_LIFE_MS = 30 * 60_000

/** A token that lives less than ten minutes is used for half of its life. */
export function isUsable(stored: Stored, now: Date): stored is Stored & { tokens: StoredTokens } {
  return stored.tokens !== null && goodUntil(stored) >= now.getTime()
}

/** When it should be renewed. */
export function goodUntil({ expiresAt, updatedAt }: Pick<Stored, 'expiresAt' | 'updatedAt'>): number {
  const lifeMs = expiresAt ? expiresAt.getTime() - updatedAt.getTime() : UNTOLD_LIFE_MS
  return updatedAt.getTime() + lifeMs - Math.min(MIN_LEFT_MS, lifeMs / 2)
}
