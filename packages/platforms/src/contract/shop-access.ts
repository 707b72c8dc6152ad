/** What a client uses of the rest of the system. Every call to a shop goes through it. */
export interface ShopAccess {
  /** The current access token. Throws `AuthRevokedError` when there is none. */
  token(): Promise<AccessToken>
  /** After a 401: a newer token than the rejected one. Throws `AuthRevokedError` when there is none to get. */
  renewToken(rejected: AccessToken): Promise<AccessToken>
  /** The platform accepted a call with this token. */
  confirmToken?(token: AccessToken): void
  /** Waits until the call may go out and resolves with the id of its booking. A long wait throws `RateLimitedError`. */
  reserve(cost: number): Promise<string>
  /** The call of this booking has been written, or will not be. The next one keeps its distance from this moment. */
  written?(booking: string): void
  /** Sends a call whose booking is held, and records what became of it. */
  observe?<Outcome extends ObservedOutcome>(send: () => Promise<Outcome>): Promise<Outcome>
  /** Passes on what an answer said about the shop's rate limit. */
  reportRateLimit(signal: BudgetSignal): Promise<void>
  /** Raises an alert for operators. Repeated calls with one kind are one alert. */
  alert?(kind: string, detail: string): void
}

/** What a record of calls may know of one. */
export interface ObservedOutcome {
  kind: string
  answer?: { status: number }
}

/** An access token with the version of the stored credentials it belongs to. */
export interface AccessToken {
  value: string
  version: number
}

/** A shop's rate limit as far as it is known before the first call. */
export interface BudgetPolicy {
  unit: 'requests' | 'points'
  /** Refill per second, in `unit`. */
  perSecond: number
  /** How many may be used at once, in `unit`; 0 spaces calls evenly, for platforms that count per second. */
  burst: number
}

/** `throttled`: the platform refused a call because of its rate limit. */
export type BudgetSignal = { kind: 'throttled'; retryAfterMs?: number } | BucketLevel

/** The state of the platform's own bucket of cost points after one call. */
export interface BucketLevel {
  kind: 'level'
  /** Id of the call's booking, from `reserve`. */
  booking: string
  /** What the call really cost, points; 0 when it was refused, absent when the platform does not say. */
  charged?: number
  available: number
  maximum: number
  restorePerSecond: number
}
