/** At most so many calls in any second, as on the platforms: counted per application and shop. */
export interface Limiter {
  /** Whether this call is within the limit. */
  take(key: string): boolean
}

const WINDOW_MS = 1_000

export function createLimiter(perSecond: () => number): Limiter {
  const taken = new Map<string, number[]>()
  return {
    take(key) {
      const now = performance.now()
      const recent = (taken.get(key) ?? []).filter((at) => now - at < WINDOW_MS)
      taken.set(key, recent)
      if (recent.length >= perSecond()) return false
      recent.push(now)
      return true
    },
  }
}
