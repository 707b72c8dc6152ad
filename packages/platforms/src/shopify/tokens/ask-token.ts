import { PermanentError, RetryableError } from '../../errors.ts'
import { send } from '../../http.ts'
import type { TokenRequest, TokenSet } from '../../tokens.ts'
import { adminUrl, type Settings } from '../settings.ts'
import { refusalOf } from './token-refusal.ts'

const NAME = 'Shopify token'
/** What an answer that does not say means: short-lived, never endless, seconds. */
const LIFE_SECONDS = 3_600
const REFRESH_LIFE_SECONDS = 90 * 86_400
/** Longer lives are not believed, seconds. */
const LIFE_SECONDS_MAX = 365 * 86_400

/** Parameters of the question, without who asks. */
export type Grant = Readonly<Record<string, string>>

interface Deps {
  settings: Settings
  now: Date
}

/** One question to the shop's token endpoint. Throws what the refusal means. */
export async function askToken(request: TokenRequest, grant: Grant, { settings, now }: Deps): Promise<TokenSet> {
  const answer = await send({
    method: 'POST',
    url: adminUrl(settings, request.domain, '/admin/oauth/access_token'),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ ...credentialsOf(request, settings), ...grant }),
    name: NAME,
    platform: 'shopify',
  })
  const said = parse(answer.text)
  if (answer.status === 200) return toTokenSet(said, grant, now)
  throw refusalOf(answer, said.error, request.ownApp !== undefined)
}

function credentialsOf({ ownApp }: TokenRequest, settings: Settings): { client_id: string; client_secret: string } {
  const id = ownApp ? ownApp.clientId : settings.SHOPIFY_CLIENT_ID
  const secret = ownApp ? ownApp.clientSecret : settings.SHOPIFY_CLIENT_SECRETS[0]
  if (id && secret) return { client_id: id, client_secret: secret }
  const advice = ownApp
    ? "The shop's own app has no client id or no secret: give both, or an access token."
    : 'SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRETS are not set: set them, or give the shop an app of its own.'
  throw new PermanentError(advice, { platform: 'shopify' })
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

function toTokenSet(said: Record<string, unknown>, { grant_type: type }: Grant, now: Date): TokenSet {
  const { access_token: accessToken, refresh_token: refreshToken, scope } = said
  const isPair = type !== undefined && type !== 'client_credentials'
  if (!isText(accessToken) || (isPair && !isText(refreshToken)))
    throw new RetryableError(`${NAME}: the answer holds no token, or no refresh token.`, { platform: 'shopify' })
  return {
    accessToken,
    expiresAt: after(now, said.expires_in, LIFE_SECONDS),
    ...(isText(refreshToken) && {
      refreshToken,
      refreshExpiresAt: after(now, said.refresh_token_expires_in, REFRESH_LIFE_SECONDS),
    }),
    ...(typeof scope === 'string' && { scopes: scope.split(/[\s,]+/).filter(Boolean) }),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function after(now: Date, life: unknown, untold: number): Date {
  const said = Number(life)
  const seconds = said > 0 ? Math.min(said, LIFE_SECONDS_MAX) : untold
  return new Date(now.getTime() + seconds * 1_000)
}
