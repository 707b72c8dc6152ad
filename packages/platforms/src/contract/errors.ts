/** What a failure means. Adapters classify; the worker's `settle` decides; nobody else looks. */
export type FailureKind = 'retryable' | 'rate_limited' | 'auth_revoked' | 'permanent'

interface Context {
  platform?: string
  /** HTTP status of the platform's answer, when there was one. */
  status?: number
  cause?: unknown
}

/** A failure with a known meaning. Its message names the call and what to do, and never carries a secret or customer data. */
export abstract class ConnectorError extends Error {
  abstract readonly kind: FailureKind
  readonly platform: string | undefined
  readonly status: number | undefined

  constructor(message: string, { platform, status, cause }: Context = {}) {
    super(message, { cause })
    this.name = new.target.name
    this.platform = platform
    this.status = status
  }
}

/** Network trouble, 5xx, a time-out, a garbled answer, a busy lock: asking again later may help. */
export class RetryableError extends ConnectorError {
  readonly kind = 'retryable'
}

/** We were told to wait, or our own budget says so: no attempt is used. */
export class RateLimitedError extends ConnectorError {
  readonly kind = 'rate_limited'
  readonly retryAfterMs: number

  constructor(message: string, context: Context & { retryAfterMs: number }) {
    super(message, context)
    this.retryAfterMs = context.retryAfterMs
  }
}

/** The shop took our access away: only a refused refresh says so, never a single 401. */
export class AuthRevokedError extends ConnectorError {
  readonly kind = 'auth_revoked'
  /** Of the stored credentials that were refused; absent where none were, as with a refused code. Decides whether the shop itself is without access. */
  version: number | undefined
}

/** Asking again cannot help; an operator must look. */
export class PermanentError extends ConnectorError {
  readonly kind = 'permanent'
  /** The scope the platform missed, when that was the reason. */
  readonly missingScope: string | undefined

  constructor(message: string, context: Context & { missingScope?: string } = {}) {
    super(message, context)
    this.missingScope = context.missingScope
  }
}

export type ConnectorFailure = RetryableError | RateLimitedError | AuthRevokedError | PermanentError
