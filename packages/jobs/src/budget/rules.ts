/** From the most urgent to the least. */
export type Lane = 'push' | 'refetch' | 'incremental' | 'full'

interface LaneRule {
  /** How far ahead it may book, in calls: who is more urgent never waits behind more than this. */
  horizonCalls: number
  /** Share of a platform's burst it has to leave to the lanes above. */
  keepShare: number
}

export const lanes: Record<Lane, LaneRule> = {
  push: { horizonCalls: 30, keepShare: 0 },
  refetch: { horizonCalls: 6.5, keepShare: 0.1 },
  incremental: { horizonCalls: 2.5, keepShare: 0.2 },
  full: { horizonCalls: 1.5, keepShare: 0.4 },
}

/** Nobody sleeps longer for a booked call, ms; beyond it the job goes back to the queue. */
const HORIZON_MAX_MS = 10_000

/** What is known of a shop is forgotten after a day without a call, ms. */
const FORGET_MS = 86_400_000

export const reserveRules = {
  horizonMaxMs: HORIZON_MAX_MS,
  /** Calls go out this much further apart than the allowance asks: on their way they come closer to one another. */
  margin: 0.02,
  /** After a pause this long connections are closed, ms, */
  coldMs: 4_000,
  /** and the call that opens one arrives about this much later than it was sent: the next keeps the distance, ms. */
  warmUpMs: 120,
  /** What a bucket gets back in this time is left in it, ms: calls reach a full one late, and what it would have got back until then is lost. */
  bucketReserveMs: 500,
  /** A lowered rate stays for this long, */
  quietMs: 15 * 60_000,
  /** and then climbs this often */
  climbEveryMs: 60_000,
  /** by this share of the policy's rate, up to it. */
  climbShare: 0.05,
  /** More than any paced platform takes in the second a 429 is judged by. */
  grantsKept: 64,
  forgetMs: FORGET_MS,
}

/** What a 429 without `Retry-After` asks for, ms. */
export const RETRY_AFTER_MS = 1_000

export const throttledRules = {
  /** 429s this soon after a lesson belong to it: their calls were under way, ms. */
  settleMs: 2_000,
  /** How much closer than they were sent calls may arrive, ms. */
  squeezeMs: 100,
  /** Lowers the rate when as much as was believed was taken in a second: only the distance was too small. */
  squeezeShare: 0.05,
  /** Share of the policy's rate that no row of 429s takes: a platform that refuses everything for an hour has not become slow for ever. */
  floorShare: 0.1,
  forgetMs: FORGET_MS,
}

export const levelRules = {
  /** A call that was not answered for this long never will be, ms: longer than any call is waited for. */
  answerMs: 150_000,
  forgetMs: FORGET_MS,
}
