import { RetryableError } from '../../contract/errors.ts'
import type { TokenRequest, TokenSet } from '../../contract/tokens.ts'
import { clientCredentials } from '../../oauth/client-credentials.ts'
import { callTokenEndpoint } from '../../oauth/token-endpoint.ts'
import { expiryOf, readTokenSet, secondsAfter } from '../../oauth/token-set.ts'
import { adminUrl, type Settings } from '../settings.ts'
import { refusals, refusalsOfOwnApp } from './refusals.ts'

const call = { name: 'Shopify token', platform: 'shopify' }
/** Life of a token when the response has no `expires_in`, seconds. Short, because no token counts as endless. */
const LIFE_SECONDS = 3_600
const REFRESH_LIFE_SECONDS = 90 * 86_400

/** Parameters of the request, without the client's credentials. */
export type Grant = Readonly<Record<string, string>>

interface Deps {
  settings: Settings
  now: Date
}

/** One request to the shop's token endpoint. Throws the error class of a refusal. */
export async function requestToken(request: TokenRequest, grant: Grant, { settings, now }: Deps): Promise<TokenSet> {
  const fields = await callTokenEndpoint({
    ...call,
    url: adminUrl(settings, request.domain, '/admin/oauth/access_token'),
    body: { ...credentialsOf(request, settings), ...grant },
    refusals: request.ownApp ? refusalsOfOwnApp : refusals,
  })
  const tokens = readTokenSet(fields, {
    ...call,
    expiresAt: expiryOf(fields.expires_in, now) ?? secondsAfter(now, LIFE_SECONDS),
    refreshExpiresAt: expiryOf(fields.refresh_token_expires_in, now) ?? secondsAfter(now, REFRESH_LIFE_SECONDS),
  })
  if (tokens.refreshToken || !givesRefreshToken(grant)) return tokens
  throw new RetryableError(`${call.name}: response has no refresh_token.`, { platform: call.platform })
}

function givesRefreshToken({ grant_type: type }: Grant): boolean {
  return type !== undefined && type !== 'client_credentials'
}

function credentialsOf({ ownApp }: TokenRequest, settings: Settings) {
  return clientCredentials({
    ...{ platform: call.platform, ownApp },
    clientId: settings.SHOPIFY_CLIENT_ID,
    clientSecrets: settings.SHOPIFY_CLIENT_SECRETS,
    missing: {
      ours: 'SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRETS are not set. Set them, or connect the shop with its own app.',
      ownApp: "The shop's own app has no client id or no client secret. Send both, or an access token.",
    },
  })
}
