import {
  AuthRevokedError,
  type ConnectorError,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from '../../errors.ts'
import { type HttpAnswer, retryAfterOf, send } from '../../http.ts'
import type { TokenSet } from '../../tokens.ts'
import { addressOf, type Settings } from '../settings.ts'

const NAME = 'SHOPLINE token'
const platform = 'shopline'
const SECOND_MS = 1_000
/** What an answer that does not say means: short-lived, never endless, seconds. */
const LIFE_SECONDS = 3_600
/** Documented are half a year; what is far beyond it is not believed, seconds. */
const LIFE_SECONDS_MAX = 2 * 365 * 86_400
/** What a 429 that does not say means, ms. */
const RETRY_AFTER_MS = 5_000
/** Ours to put right: what the merchant granted is untouched. */
const MISCONFIGURED: ReadonlySet<unknown> = new Set(['invalid_client', 'unauthorized_client', 'unsupported_grant_type'])

export type Grant =
  | { grant_type: 'authorization_code'; code: string }
  | { grant_type: 'refresh_token'; refresh_token: string }

export interface Granted {
  /** The merchant's id. */
  owner: string
  tokens: TokenSet
}

/**
 * One question to the token endpoint. Throws what the refusal means.
 * https://shopline-developers.readme.io/docs/after-user-has-authorized · https://shopline-developers.readme.io/docs/refresh-token
 */
export async function askToken(grant: Grant, settings: Settings, now: Date): Promise<Granted> {
  const answer = await send({
    method: 'POST',
    url: addressOf(settings.SHOPLINE_AUTH_URL, '/oauth/token'),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': settings.SHOPLINE_USER_AGENT,
    },
    body: JSON.stringify({ ...credentialsOf(settings), ...grant, redirect_uri: settings.SHOPLINE_REDIRECT_URL }),
    name: NAME,
    platform,
  })
  const said = parseSaid(answer.text)
  if (answer.status >= 200 && answer.status < 300) return toGranted(said, now)
  throw refusalOf(answer, said)
}

function credentialsOf(settings: Settings): { client_id: string; client_secret: string } {
  const {
    SHOPLINE_CLIENT_ID: id,
    SHOPLINE_CLIENT_SECRETS: [secret],
  } = settings
  if (id && secret && settings.SHOPLINE_REDIRECT_URL) return { client_id: id, client_secret: secret }
  throw new PermanentError(
    'SHOPLINE_CLIENT_ID, SHOPLINE_CLIENT_SECRETS and SHOPLINE_REDIRECT_URL are needed: set them, or give the shop a staff token.',
    { platform },
  )
}

export type Said = Readonly<Record<string, unknown>>

/** Empty for what is no JSON object. Said by the callers, without the text: it may hold a token. */
export function parseSaid(text: string): Said {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Said) : {}
  } catch {
    return {}
  }
}

/** The access token has no expiry of its own inside, and the refresh token dies at most a day after it. */
function toGranted(said: Said, now: Date): Granted {
  const { access_token: accessToken, refresh_token: refreshToken, resource_owner_id: owner, scope } = said
  if (!isText(accessToken) || !isText(owner))
    throw new RetryableError(`${NAME}: the answer holds no token, or no merchant.`, { platform })
  const expiresAt = expiryOf(said, now)
  return {
    owner: owner.toLowerCase(),
    tokens: {
      ...{ accessToken, expiresAt },
      ...(isText(refreshToken) && { refreshToken, refreshExpiresAt: expiresAt }),
      ...(typeof scope === 'string' && { scopes: scope.split(/\s+/).filter(Boolean) }),
    },
  }
}

/** Lives are counted from when the platform says it made the token, unless that is no time of today. */
function expiryOf({ expires_in: life, created_at: created }: Said, now: Date): Date {
  const seconds = Number(life) > 0 ? Math.min(Number(life), LIFE_SECONDS_MAX) : LIFE_SECONDS
  const createdAt = Number(created) * SECOND_MS
  const isRecent = Math.abs(createdAt - now.getTime()) < 86_400 * SECOND_MS
  return new Date((isRecent ? createdAt : now.getTime()) + seconds * SECOND_MS)
}

/** By status first and word second; which words there are is documented nowhere. */
export function refusalOf(answer: HttpAnswer, { error, code }: Said): ConnectorError {
  const { status } = answer
  const context = { platform, status }
  if (status === 429)
    return new RateLimitedError(`${NAME}: the platform asks to wait.`, {
      ...context,
      retryAfterMs: retryAfterOf(answer) ?? RETRY_AFTER_MS,
    })
  if (status >= 500 || status === 408) return new RetryableError(`${NAME}: the platform answered ${status}.`, context)
  if (MISCONFIGURED.has(error))
    return new PermanentError(
      `${NAME}: SHOPLINE does not know this client id and secret; check SHOPLINE_CLIENT_ID and the first of SHOPLINE_CLIENT_SECRETS.`,
      context,
    )
  if ((status === 400 && error !== undefined) || status === 401 || error === 'invalid_grant')
    return new AuthRevokedError(
      `${NAME}: what we hold was refused (${status}${wordOf(error ?? code)}); the merchant has to open the app and authorise it again.`,
      context,
    )
  return new PermanentError(
    `${NAME}: refused in a way nobody documented (${status}); check SHOPLINE_AUTH_URL and SHOPLINE_REDIRECT_URL.`,
    context,
  )
}

/** A code of theirs, never a text that may hold more. */
function wordOf(word: unknown): string {
  return typeof word === 'string' && /^\w{1,40}$/.test(word) ? ` ${word}` : ''
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
