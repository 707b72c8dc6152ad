import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '../../errors.ts'
import { type HttpAnswer, retryAfterOf, send } from '../../http.ts'
import type { TokenRequest, TokenSet, Tokens } from '../../tokens.ts'
import { withRetries } from '../../with-retries.ts'
import { addressOf, type Settings } from '../settings.ts'

const NAME = 'ShopRenter token'
/** Seconds a refresh token lives when the answer does not say, so that idle shops are still looked after. */
const REFRESH_LIFE_SECONDS = 30 * 86_400
/** Longer lives are not believed, seconds. */
const LIFE_SECONDS_MAX = 365 * 86_400
/** What a 429 that does not say means, ms: the limit of the token endpoint is not documented. */
const RETRY_AFTER_MS = 5_000

/** https://doc.shoprenter.hu/development/api/12_acquiring_an_access_token.html */
export function createTokens(settings: Settings, now: () => Date): Tokens {
  const ask = (request: TokenRequest, grant: Grant) => askToken(request, grant, { settings, now })
  const byCredentials = (request: TokenRequest) => withRetries(() => ask(request, { grant_type: 'client_credentials' }))
  const isCodeGrant = ({ ownApp }: TokenRequest) => settings.SHOPRENTER_GRANT === 'authorization_code' && !ownApp
  return {
    async grant(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      if (!request.code)
        throw new AuthRevokedError(`${NAME}: there is no code to exchange; the merchant has to install the app again.`)
      // A code works once: a repeat after an answer that got lost would be refused, and look like a verdict.
      return ask(request, { grant_type: 'authorization_code', code: request.code })
    },
    async refresh(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      const { refreshToken } = request.current
      if (!refreshToken)
        throw new AuthRevokedError(`${NAME}: there is no refresh token; the merchant has to install the app again.`)
      const next = await withRetries(() => ask(request, { grant_type: 'refresh_token', refresh_token: refreshToken }))
      return { refreshToken, ...next }
    },
  }
}

type Grant = { grant_type: string } & Record<string, string>

interface Deps {
  settings: Settings
  now: () => Date
}

async function askToken(request: TokenRequest, grant: Grant, { settings, now }: Deps): Promise<TokenSet> {
  const { clientId, clientSecret } = credentialsOf(request, settings)
  const answer = await send({
    method: 'POST',
    url: addressOf(settings.SHOPRENTER_TOKEN_URL, request.domain),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ ...grant, client_id: clientId, client_secret: clientSecret }),
    name: NAME,
    platform: 'shoprenter',
  })
  const { status } = answer
  if (status === 200 || status === 201) return toTokenSet(parse(answer.text), now())
  throw refusal(answer)
}

function credentialsOf({ ownApp }: TokenRequest, settings: Settings): { clientId: string; clientSecret: string } {
  const clientId = ownApp ? ownApp.clientId : settings.SHOPRENTER_CLIENT_ID
  const clientSecret = ownApp ? ownApp.clientSecret : settings.SHOPRENTER_CLIENT_SECRETS[0]
  if (clientId && clientSecret) return { clientId, clientSecret }
  if (ownApp)
    throw new PermanentError(
      'ShopRenter has no access tokens that merchants make: give client_id and client_secret of an API client of the shop instead.',
      { platform: 'shoprenter' },
    )
  throw new PermanentError(
    'SHOPRENTER_CLIENT_ID and SHOPRENTER_CLIENT_SECRETS are not set: set them, or give the shop an API client of its own.',
    { platform: 'shoprenter' },
  )
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said by the callers, without the text: it may hold a token.
  }
  return {}
}

/** What the platform does for a shop that uninstalled the app is not documented; 401 and 403 are both taken for it. */
function refusal(answer: HttpAnswer): Error {
  const { status } = answer
  const context = { platform: 'shoprenter', status }
  if (status === 429)
    return new RateLimitedError(`${NAME}: the platform asks to wait.`, {
      ...context,
      retryAfterMs: retryAfterOf(answer) ?? RETRY_AFTER_MS,
    })
  if (status >= 500) return new RetryableError(`${NAME}: the platform answered ${status}.`, context)

  const { error } = parse(answer.text)
  if (status === 401 || status === 403 || error === 'invalid_grant' || error === 'invalid_client')
    return new AuthRevokedError(`${NAME}: the shop or the platform refused our credentials (${status}).`, context)
  return new PermanentError(
    `${NAME}: the platform did not understand the request (${status}); check SHOPRENTER_TOKEN_URL and the credentials.`,
    context,
  )
}

function toTokenSet(answer: Record<string, unknown>, now: Date): TokenSet {
  const { access_token: accessToken, refresh_token: refreshToken, scope } = answer
  if (typeof accessToken !== 'string' || accessToken === '')
    throw new RetryableError(`${NAME}: the answer holds no token.`, { platform: 'shoprenter' })
  const refreshLife = answer.refresh_expires_in ?? REFRESH_LIFE_SECONDS
  return {
    accessToken,
    expiresAt: after(now, answer.expires_in),
    ...(typeof refreshToken === 'string' && {
      refreshToken,
      refreshExpiresAt: after(now, refreshLife) ?? after(now, REFRESH_LIFE_SECONDS) ?? now,
    }),
    ...(typeof scope === 'string' && { scopes: scope.split(/[\s,]+/).filter(Boolean) }),
  }
}

function after(now: Date, life: unknown): Date | null {
  const seconds = Number(life)
  return seconds > 0 ? new Date(now.getTime() + Math.min(seconds, LIFE_SECONDS_MAX) * 1_000) : null
}
