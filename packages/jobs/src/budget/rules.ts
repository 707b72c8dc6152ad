/** Priority of a call, from the most urgent to the least. */
export type Lane = 'push' | 'refetch' | 'incremental' | 'full'

interface LaneRule {
  /** How far ahead the lane may reserve, in calls. A more urgent call never waits behind more than this. */
  horizonCalls: number
  /** Share of a platform's burst, 0–1, that the lane leaves to more urgent lanes. */
  keepShare: number
}

/** Measured: the horizons let urgent calls wait for a few others only, and still use nearly all of the rate limit. */
export const lanes: Record<Lane, LaneRule> = {
  push: { horizonCalls: 30, keepShare: 0 },
  refetch: { horizonCalls: 6.5, keepShare: 0.1 },
  incremental: { horizonCalls: 2.5, keepShare: 0.2 },
  full: { horizonCalls: 1.5, keepShare: 0.4 },
}

/** Longest wait for a reserved slot, ms. Beyond it the call is deferred and its job goes back to the queue. */
const HORIZON_MAX_MS = 10_000

/** State of a shop expires after a day without a call, ms. */
const TTL_MS = 86_400_000

/** Parameters of `reserve.lua`. */
export const reserveRules = {
  horizonMaxMs: HORIZON_MAX_MS,
  /**
   * Share by which calls are spaced wider than the rate limit requires, because network jitter brings them closer
   * together.
   */
  margin: 0.02,
  /** After a pause this long connections are closed, ms. */
  coldMs: 4_000,
  /**
   * A call that opens a connection arrives about this much later than it was sent, ms; the next call is spaced
   * accordingly.
   */
  warmUpMs: 120,
  /**
   * What a bucket refills in this time is never spent, ms: calls arrive late, and a full bucket does not refill until
   * then.
   */
  bucketReserveMs: 500,
  /** A lowered rate is kept for this long, ms. */
  quietMs: 15 * 60_000,
  /** Then it is raised this often, ms, */
  climbEveryMs: 60_000,
  /** by this share of the policy's rate, up to the policy's rate. */
  climbShare: 0.05,
  /** What was spent in a minute is kept this long, ms. */
  spentMs: 600_000,
  /** Number of recent calls that are stored: more than any paced platform accepts in the second before a 429. */
  grantsKept: 64,
  ttlMs: TTL_MS,
}

/** Wait after a 429 without `Retry-After`, ms. */
export const RETRY_AFTER_MS = 1_000

/** Parameters of `learn-throttled.lua`. */
export const throttledRules = {
  /** 429s this soon after another one do not lower the rate again, ms: their calls were already sent. */
  settleMs: 2_000,
  /** How much closer together than they were sent calls may arrive, ms. */
  jitterMs: 100,
  /**
   * Share by which the rate is lowered when the platform accepted the full rate in a second: only the spacing was too
   * small.
   */
  spacingShare: 0.05,
  /**
   * Lowest rate, as a share of the policy's rate: a platform that refuses everything for an hour is not slow for ever.
   */
  floorShare: 0.1,
  ttlMs: TTL_MS,
}

/** Parameters of `learn-level.lua`. */
export const levelRules = {
  /**
   * A call without an answer for this long is no longer outstanding, ms. Longer than the longest time-out of a call.
   */
  answerMs: 150_000,
  ttlMs: TTL_MS,
}
