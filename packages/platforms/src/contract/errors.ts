/** What a failure means. Adapters classify, and the worker's `settle` decides what to do. */
export type FailureKind = 'retryable' | 'rate_limited' | 'auth_revoked' | 'permanent'

interface Context {
  platform?: string
  /** HTTP status of the platform's answer, when there was one. */
  status?: number
  cause?: unknown
}

/** A failure with a known meaning. Its message names the call and what to do, and never contains secrets or customer data. */
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

/** Network errors, 5xx, time-outs, invalid responses, busy locks: a later retry may succeed. */
export class RetryableError extends ConnectorError {
  readonly kind = 'retryable'
}

/** The platform or our own budget requires a wait. Uses no attempt of the job. */
export class RateLimitedError extends ConnectorError {
  readonly kind = 'rate_limited'
  readonly retryAfterMs: number

  constructor(message: string, context: Context & { retryAfterMs: number }) {
    super(message, context)
    this.retryAfterMs = context.retryAfterMs
  }
}

/** The shop revoked our access. Only a rejected token refresh proves that, never a single 401. */
export class AuthRevokedError extends ConnectorError {
  readonly kind = 'auth_revoked'
  /** Version of the stored credentials that were rejected; absent when none were, as with a rejected code. Decides whether the shop has lost access. */
  version: number | undefined
}

/** A retry cannot succeed; an operator must act. */
export class PermanentError extends ConnectorError {
  readonly kind = 'permanent'
  /** The missing scope, when that was the reason. */
  readonly missingScope: string | undefined

  constructor(message: string, context: Context & { missingScope?: string } = {}) {
    super(message, context)
    this.missingScope = context.missingScope
  }
}

export type ConnectorFailure = RetryableError | RateLimitedError | AuthRevokedError | PermanentError
