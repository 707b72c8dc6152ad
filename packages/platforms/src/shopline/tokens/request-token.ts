import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { TokenSet } from '../../contract/tokens.ts'
import { callTokenEndpoint, type TokenFields } from '../../oauth/token-endpoint.ts'
import { expiryOf, isText, readTokenSet, secondsAfter } from '../../oauth/token-set.ts'
import { addressOf, type Settings } from '../settings.ts'
import { refusals } from './refusals.ts'

const call = { name: 'SHOPLINE token', platform: 'shopline' }
const DAY_MS = 86_400_000
/** Life of a token when the response has no `expires_in`, seconds. Short, because no token counts as endless. */
const LIFE_SECONDS = 3_600
/** Maximum life that is accepted, seconds; half a year is documented. */
const LIFE_SECONDS_MAX = 2 * 365 * 86_400

export type Grant =
  | { grant_type: 'authorization_code'; code: string }
  | { grant_type: 'refresh_token'; refresh_token: string }

export interface Granted {
  /** The merchant's id. */
  owner: string
  tokens: TokenSet
}

/**
 * One request to the token endpoint. Throws the error class of a refusal.
 * https://shopline-developers.readme.io/docs/after-user-has-authorized · https://shopline-developers.readme.io/docs/refresh-token
 */
export async function requestToken(grant: Grant, settings: Settings, now: Date): Promise<Granted> {
  const fields = await callTokenEndpoint({
    ...call,
    url: addressOf(settings.SHOPLINE_AUTH_URL, '/oauth/token'),
    headers: { 'user-agent': settings.SHOPLINE_USER_AGENT },
    body: { ...credentialsOf(settings), ...grant, redirect_uri: settings.SHOPLINE_REDIRECT_URL },
    refusals,
  })
  // The response has no life of the refresh token, which expires at most a day after the access token.
  const expiresAt = expiresAtOf(fields, now)
  const tokens = readTokenSet(fields, { ...call, expiresAt, refreshExpiresAt: expiresAt })
  const { resource_owner_id: owner } = fields
  if (isText(owner)) return { owner: owner.toLowerCase(), tokens }
  throw new RetryableError(`${call.name}: response has no resource_owner_id.`, { platform: call.platform })
}

function credentialsOf(settings: Settings): { client_id: string; client_secret: string } {
  const {
    SHOPLINE_CLIENT_ID: id,
    SHOPLINE_CLIENT_SECRETS: [secret],
  } = settings
  if (id && secret && settings.SHOPLINE_REDIRECT_URL) return { client_id: id, client_secret: secret }
  throw new PermanentError(
    'SHOPLINE_CLIENT_ID, SHOPLINE_CLIENT_SECRETS and SHOPLINE_REDIRECT_URL are required. Set them, or connect the shop with a staff token.',
    { platform: call.platform },
  )
}

/** The life is counted from `created_at`, unless that differs from now by more than a day. */
function expiresAtOf({ expires_in: life, created_at: created }: TokenFields, now: Date): Date {
  const createdAt = new Date(Number(created) * 1_000)
  const isRecent = Math.abs(createdAt.getTime() - now.getTime()) < DAY_MS
  const from = isRecent ? createdAt : now
  return expiryOf(life, from, LIFE_SECONDS_MAX) ?? secondsAfter(from, LIFE_SECONDS)
}
