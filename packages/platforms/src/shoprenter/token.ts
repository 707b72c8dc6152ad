import { AuthRevokedError, PermanentError, RetryableError } from '../errors.ts'
import { send } from '../http.ts'
import type { TokenRequest, TokenSet, Tokens } from '../platform.ts'
import { addressOf, type Settings } from './settings.ts'

const NAME = 'ShopRenter token'
/** Seconds a refresh token lives when the answer does not say, so that idle shops are still looked after. */
const REFRESH_LIFE_SECONDS = 30 * 86_400

/** https://doc.shoprenter.hu/development/api/12_acquiring_an_access_token.html */
export function createTokens(settings: Settings, now: () => Date): Tokens {
  const byCredentials = (request: TokenRequest) => ask(request, { grant_type: 'client_credentials' }, { settings, now })
  const isCodeGrant = ({ ownApp }: TokenRequest) => settings.SHOPRENTER_GRANT === 'authorization_code' && !ownApp
  return {
    async grant(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      if (!request.code)
        throw new AuthRevokedError(`${NAME}: there is no code to exchange; the merchant has to install the app again.`)
      return ask(request, { grant_type: 'authorization_code', code: request.code }, { settings, now })
    },
    async refresh(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      const { refreshToken } = request.current
      if (!refreshToken)
        throw new AuthRevokedError(`${NAME}: there is no refresh token; the merchant has to install the app again.`)
      const next = await ask(request, { grant_type: 'refresh_token', refresh_token: refreshToken }, { settings, now })
      return { refreshToken, ...next }
    },
  }
}

interface Deps {
  settings: Settings
  now: () => Date
}

async function ask(
  { domain, ownApp }: TokenRequest,
  grant: Record<string, string>,
  { settings, now }: Deps,
): Promise<TokenSet> {
  const clientId = ownApp?.clientId ?? settings.SHOPRENTER_CLIENT_ID
  const clientSecret = ownApp?.clientSecret ?? settings.SHOPRENTER_CLIENT_SECRETS[0]
  if (!clientId || !clientSecret)
    throw new PermanentError(
      'SHOPRENTER_CLIENT_ID and SHOPRENTER_CLIENT_SECRETS are not set: set them, or give the shop an API client of its own.',
    )

  const { status, text } = await send({
    method: 'POST',
    url: addressOf(settings.SHOPRENTER_TOKEN_URL, domain),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ ...grant, client_id: clientId, client_secret: clientSecret }),
    name: NAME,
    platform: 'shoprenter',
  })
  const answer = parse(text)
  if (status >= 500 || status === 429)
    throw new RetryableError(`${NAME}: the platform answered ${status}.`, { platform: 'shoprenter', status })
  if (status >= 400) throw refusal(status, answer)
  return toTokenSet(answer, now())
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below, without the text: it may hold a token.
  }
  return {}
}

/** What the platform does for a shop that uninstalled the app is not documented; 401 and 403 are both taken for it. */
function refusal(status: number, { error }: Record<string, unknown>): AuthRevokedError | PermanentError {
  const context = { platform: 'shoprenter', status }
  const isRevoked = status === 401 || status === 403 || error === 'invalid_grant' || error === 'invalid_client'
  if (isRevoked)
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
  const expiresIn = Number(answer.expires_in)
  const refreshLife = Number(answer.refresh_expires_in ?? REFRESH_LIFE_SECONDS)
  return {
    accessToken,
    expiresAt: expiresIn > 0 ? after(now, expiresIn) : null,
    ...(typeof refreshToken === 'string' && { refreshToken, refreshExpiresAt: after(now, refreshLife) }),
    ...(typeof scope === 'string' && { scopes: scope.split(/[\s,]+/).filter(Boolean) }),
  }
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000)
}
