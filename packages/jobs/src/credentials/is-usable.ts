import type { Repositories, StoredTokens } from '@shopmirror/db'

export type Stored = NonNullable<Awaited<ReturnType<Repositories['credentials']['read']>>>

/** A token is renewed when it has less than this left, ms. */
export const MIN_LEFT_MS = 5 * 60_000
/** Life of a token whose platform did not say, ms: short, and never immortal. */
const UNTOLD_LIFE_MS = 30 * 60_000

export function isUsable(stored: Stored, now: Date): stored is Stored & { tokens: StoredTokens } {
  return stored.tokens !== null && leftMs(stored, now) >= MIN_LEFT_MS
}

export function leftMs({ expiresAt, updatedAt }: Pick<Stored, 'expiresAt' | 'updatedAt'>, now: Date): number {
  const until = expiresAt?.getTime() ?? updatedAt.getTime() + UNTOLD_LIFE_MS
  return until - now.getTime()
}
