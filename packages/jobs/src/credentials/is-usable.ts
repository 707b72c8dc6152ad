import type { Repositories } from '@shopmirror/db'

export type Stored = NonNullable<Awaited<ReturnType<Repositories['credentials']['read']>>>

/** A token is renewed when it has less than this left, ms. */
export const MIN_LEFT_MS = 5 * 60_000
/** Life of a token whose platform did not say, ms: short, and never immortal. */
const UNTOLD_LIFE_MS = 30 * 60_000

export function isUsable({ tokens, expiresAt, updatedAt }: Stored, now: Date): boolean {
  if (!tokens) return false
  const until = expiresAt?.getTime() ?? updatedAt.getTime() + UNTOLD_LIFE_MS
  return until - now.getTime() >= MIN_LEFT_MS
}
