import {
  AuthRevokedError,
  type ConnectorError,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from '../contract/errors.ts'
import { type HttpAnswer, retryAfterOf } from '../http/http.ts'

/** Assumed when a 429 has no `Retry-After`, ms: no platform documents the limit of its token endpoint. */
const RETRY_AFTER_MS = 5_000

const classes = { retryable: RetryableError, auth_revoked: AuthRevokedError, permanent: PermanentError }

/** What some refusals of a token endpoint mean. It applies when both the status and the error code match. */
export interface RefusalRule {
  /** Absent: every status. */
  statuses?: readonly number[]
  /** OAuth error codes; `any`: any code, but not none; absent: with or without a code. */
  errors?: readonly string[] | 'any'
  means: keyof typeof classes
  /** What is wrong. */
  reason: string
  /** What to do about it; absent when nothing can be done. */
  action?: string
}

/** The refusals of one platform beyond 408, 429 and 5xx, which mean the same everywhere. */
export interface TokenRefusals {
  /** The first rule that applies decides. */
  rules: readonly RefusalRule[]
  /** What to do about a refusal without a rule, which is a `PermanentError`. */
  otherwise: string
}

interface Refused {
  name: string
  platform: string
  refusals: TokenRefusals
}

interface ErrorFields {
  error?: unknown
  /** Some platforms send their code in this field. */
  code?: unknown
}

/** The error of a refusal. Decided by status first, because a failing server may mention a token in its error. */
export function refusalOf(
  answer: HttpAnswer,
  { error, code }: ErrorFields,
  { name, platform, refusals: { rules, otherwise } }: Refused,
): ConnectorError {
  const { status } = answer
  const context = { platform, status }
  if (status === 429) {
    const retryAfterMs = retryAfterOf(answer) ?? RETRY_AFTER_MS
    return new RateLimitedError(`${name}: rate limit exceeded.`, { ...context, retryAfterMs })
  }
  if (status >= 500 || status === 408) return new RetryableError(`${name}: the platform answered ${status}.`, context)

  const unexpected: RefusalRule = {
    means: 'permanent',
    reason: 'unexpected token endpoint response',
    action: otherwise,
  }
  const { means, reason, action } = rules.find((rule) => applies(rule, status, error)) ?? unexpected
  const advice = action === undefined ? '' : `; ${action}`
  return new classes[means](`${name}: ${reason} (${status}${shownCode(error ?? code)})${advice}.`, context)
}

function applies({ statuses, errors }: RefusalRule, status: number, error: unknown): boolean {
  if (statuses && !statuses.includes(status)) return false
  if (errors === undefined) return true
  return errors === 'any' ? error !== undefined : typeof error === 'string' && errors.includes(error)
}

/** Shows only what looks like an error code: a text may repeat the request. */
function shownCode(code: unknown): string {
  return typeof code === 'string' && /^[A-Za-z_]{1,40}$/.test(code) ? ` ${code}` : ''
}
