/** Entries of shops not called for this long are dropped, ms. */
const FORGET_MS = 60_000

/** Keeps a minimum distance between the calls of one process under the same key. */
export interface Pacer {
  /**
   * How long a call under this key must wait, ms, to be sent `gapMs` after the previous one. Counts the call as sent at
   * that time.
   */
  waitFor(key: string, gapMs: number): number
}

/**
 * The budget reserves points in time, but timers fire late. A call sent late would be followed too soon by a punctual
 * one, so each process also keeps the distance between two calls. `now`: a monotonic clock, ms.
 */
export function createPacer(now: () => number = () => performance.now()): Pacer {
  const lastAt = new Map<string, number>()
  let sweptAt = now()

  return {
    waitFor(key, gapMs) {
      const moment = now()
      if (moment - sweptAt > FORGET_MS) {
        sweptAt = moment
        for (const [old, at] of lastAt) if (moment - at > FORGET_MS) lastAt.delete(old)
      }
      const at = Math.max(moment, (lastAt.get(key) ?? Number.NEGATIVE_INFINITY) + gapMs)
      lastAt.set(key, at)
      return Math.ceil(at - moment)
    },
  }
}
