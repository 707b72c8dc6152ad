import {
  AuthRevokedError,
  type ConnectorError,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from '../../errors.ts'
import { type HttpAnswer, retryAfterOf } from '../../http.ts'

const NAME = 'Shopify token'
/** What a 429 that does not say means, ms: the limit of the token endpoint is not documented. */
const RETRY_AFTER_MS = 5_000

/** The platform gave up waiting; or the shop is frozen, locked or flagged, and comes back. */
const PASSING: ReadonlySet<number> = new Set([402, 408, 423, 430])
/** The token, the code or the refresh token is worth nothing any more. */
const REVOKED: ReadonlySet<unknown> = new Set(['invalid_request', 'invalid_grant', 'invalid_subject_token'])
/** Ours to put right: the shop's grant is untouched. */
const MISCONFIGURED: ReadonlySet<unknown> = new Set(['invalid_client', 'application_cannot_be_found'])

/**
 * What a refusal means, by status first and word second: trouble at the platform may well mention a token.
 * https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens
 */
export function refusalOf(answer: HttpAnswer, word: unknown, isOwnApp: boolean): ConnectorError {
  const { status } = answer
  const context = { platform: 'shopify', status }
  if (status === 429)
    return new RateLimitedError(`${NAME}: the platform asks to wait.`, {
      ...context,
      retryAfterMs: retryAfterOf(answer) ?? RETRY_AFTER_MS,
    })
  if (status >= 500 || PASSING.has(status))
    return new RetryableError(`${NAME}: the platform answered ${status}.`, context)
  if (status === 404) return new AuthRevokedError(`${NAME}: there is no such shop, or it is closed.`, context)
  if (MISCONFIGURED.has(word)) return new PermanentError(configurationAdvice(isOwnApp), context)
  if (REVOKED.has(word))
    return new AuthRevokedError(
      `${NAME}: the shop refused what we hold (${status}, ${word}); the merchant has to approve the app again.`,
      context,
    )
  return new PermanentError(
    `${NAME}: the platform refused in a way nobody documented (${status}); check SHOPIFY_ADMIN_URL and that the app may be used in this shop.`,
    context,
  )
}

function configurationAdvice(isOwnApp: boolean): string {
  return isOwnApp
    ? `${NAME}: Shopify does not know the client id and secret of the shop's own app; give the shop the right ones.`
    : `${NAME}: Shopify does not know this client id and secret; check SHOPIFY_CLIENT_ID and the first of SHOPIFY_CLIENT_SECRETS.`
}
