import type { Clock } from '../../clock.ts'

/** https://shopify.dev/docs/api/usage/limits: a leaky bucket of points, for one app and shop. */
export interface Bucket {
  /** Whether so much is in it; nothing is taken yet. */
  holds(cost: number): boolean
  take(cost: number): void
  status(): { maximumAvailable: number; currentlyAvailable: number; restoreRate: number }
}

/** May be changed while the sandbox runs. */
export interface Allowance {
  restorePerSecond: number
  bucket: number
}

export function createBucket({ clock, allowance }: { clock: Clock; allowance: Allowance }): Bucket {
  let missing = 0
  let at = clock.now()
  const settle = () => {
    const now = clock.now()
    missing = Math.max(0, missing - (Math.max(0, now - at) / 1_000) * allowance.restorePerSecond)
    at = now
    return allowance.bucket - missing
  }
  return {
    holds: (cost) => settle() >= cost,
    take(cost) {
      settle()
      missing += cost
    },
    status: () => ({
      maximumAvailable: allowance.bucket,
      currentlyAvailable: Math.max(0, Math.floor(settle())),
      restoreRate: allowance.restorePerSecond,
    }),
  }
}
