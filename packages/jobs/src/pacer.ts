import { setTimeout as pause } from 'node:timers/promises'

/** Shops not called for this long need no distance to their last call, ms. */
const FORGET_MS = 60_000

export interface Pacer {
  /** Resolves when the last call under this key is at least this long ago. */
  keepDistance(key: string, gapMs: number): Promise<void>
}

/**
 * The budget books moments; timers fire late. A call that was sent late would be followed too soon by one that is on
 * time, so within a process the distance between two calls is kept as well.
 */
export function createPacer(): Pacer {
  const lastAt = new Map<string, number>()
  let sweptAt = performance.now()

  return {
    async keepDistance(key, gapMs) {
      const now = performance.now()
      if (now - sweptAt > FORGET_MS) {
        sweptAt = now
        for (const [old, at] of lastAt) if (now - at > FORGET_MS) lastAt.delete(old)
      }
      const at = Math.max(now, (lastAt.get(key) ?? Number.NEGATIVE_INFINITY) + gapMs)
      lastAt.set(key, at)
      if (at > now) await pause(Math.ceil(at - now))
    },
  }
}
