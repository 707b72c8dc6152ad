import { RetryableError } from '../contract/errors.ts'
import type { TokenSet } from '../contract/tokens.ts'
import type { TokenFields } from './token-endpoint.ts'

const SECOND_MS = 1_000
const YEAR_SECONDS = 365 * 86_400

interface TokenSetOptions {
  name: string
  platform: string
  /** `null`: the platform did not say. */
  expiresAt: Date | null
  /** Ignored when the response has no refresh token. */
  refreshExpiresAt: Date
}

/** The tokens of a response of a token endpoint. Throws `RetryableError` when it has no access token. */
export function readTokenSet(fields: TokenFields, options: TokenSetOptions): TokenSet {
  const { name, platform, expiresAt, refreshExpiresAt } = options
  const { access_token: accessToken, refresh_token: refreshToken, scope } = fields
  if (!isText(accessToken)) throw new RetryableError(`${name}: response has no access_token.`, { platform })
  return {
    accessToken,
    expiresAt,
    ...(isText(refreshToken) && { refreshToken, refreshExpiresAt }),
    ...(typeof scope === 'string' && { scopes: scope.split(/[\s,]+/).filter(Boolean) }),
  }
}

/**
 * The time `seconds` after `from`; `null` when `seconds` is not a positive number. Limited to `secondsMax`, because longer
 * lives are taken for errors.
 */
export function expiryOf(seconds: unknown, from: Date, secondsMax = YEAR_SECONDS): Date | null {
  const life = Number(seconds)
  return life > 0 ? secondsAfter(from, Math.min(life, secondsMax)) : null
}

export function secondsAfter(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * SECOND_MS)
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
