/**
 * How long what a call creates may still be on its way after its answer was lost, ms: nothing is created again before.
 * Shorter than the attempts of a push last.
 */
const SETTLE_MS = 10_000

export function mayStillRun(repeat: { firstSentAt: Date }, now: Date): boolean {
  return now.getTime() - repeat.firstSentAt.getTime() < SETTLE_MS
}
