/** Shops not called for this long need no distance to their last call, ms. */
const FORGET_MS = 60_000

export interface Pacer {
  /** How long a call under this key has to wait, ms, to go out `gapMs` after the one before. The call counts as sent then. */
  waitFor(key: string, gapMs: number): number
}

/**
 * The budget books moments; timers fire late. A call that was sent late would be followed too soon by one that is on
 * time, so within a process the distance between two calls is kept as well. `now`: a clock that never goes back, ms.
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
