import type { TokenRequest, TokenSet } from '../../contract/tokens.ts'
import { clientCredentials } from '../../oauth/client-credentials.ts'
import { callTokenEndpoint } from '../../oauth/token-endpoint.ts'
import { expiryOf, readTokenSet, secondsAfter } from '../../oauth/token-set.ts'
import { addressOf, type Settings } from '../settings.ts'
import { refusals } from './refusals.ts'

const call = { name: 'ShopRenter token', platform: 'shoprenter' }
/** Life of a refresh token when the response does not say, seconds, so that tokens of idle shops are refreshed in time. */
const REFRESH_LIFE_SECONDS = 30 * 86_400

export type Grant = { grant_type: string } & Readonly<Record<string, string>>

interface Deps {
  settings: Settings
  now: Date
}

/** One request to the shop's token endpoint. Throws the error class of a refusal. */
export async function requestToken(request: TokenRequest, grant: Grant, { settings, now }: Deps): Promise<TokenSet> {
  const fields = await callTokenEndpoint({
    ...call,
    url: addressOf(settings.SHOPRENTER_TOKEN_URL, request.domain),
    body: { ...grant, ...credentialsOf(request, settings) },
    refusals,
  })
  return readTokenSet(fields, {
    ...call,
    expiresAt: expiryOf(fields.expires_in, now),
    refreshExpiresAt: expiryOf(fields.refresh_expires_in, now) ?? secondsAfter(now, REFRESH_LIFE_SECONDS),
  })
}

function credentialsOf({ ownApp }: TokenRequest, settings: Settings) {
  return clientCredentials({
    ...{ platform: call.platform, ownApp },
    clientId: settings.SHOPRENTER_CLIENT_ID,
    clientSecrets: settings.SHOPRENTER_CLIENT_SECRETS,
    missing: {
      ours: 'SHOPRENTER_CLIENT_ID and SHOPRENTER_CLIENT_SECRETS are not set. Set them, or connect the shop with its own API client.',
      ownApp:
        'ShopRenter has no access tokens that merchants create. Send client_id and client_secret of an API client of the shop instead.',
    },
  })
}
