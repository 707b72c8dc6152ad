import { AuthRevokedError, PermanentError } from '../../contract/errors.ts'
import type { TokenRequest, TokenSet, Tokens } from '../../contract/tokens.ts'
import { withRetries } from '../../http/with-retries.ts'
import { readOwnClient } from '../../oauth/own-client.ts'
import type { Settings } from '../settings.ts'
import { type Grant, requestToken } from './request-token.ts'

const OFFLINE_TOKEN = 'urn:shopify:params:oauth:token-type:offline-access-token'
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/**
 * Installed apps have a token for an hour and a refresh token for 90 days. A shop's own app requests tokens with its
 * credentials, or has a non-expiring token. https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
 */
export function createTokens(settings: Settings, now: () => Date): Tokens {
  const ask = (request: TokenRequest, grant: Grant) => requestToken(request, grant, { settings, now: now() })
  const repeat = (request: TokenRequest, grant: Grant) => withRetries(() => ask(request, grant))
  return {
    async grant(request) {
      if (request.ownApp) return ofOwnApp(request, repeat)
      if (!request.code)
        throw new AuthRevokedError('Shopify token: no authorization code. The merchant must install the app again.', {
          platform: 'shopify',
        })
      // Not repeated: a code works once, and a second request after a lost answer would look like a revoked access.
      return ask(request, { code: request.code, expiring: '1' })
    },
    async refresh(request) {
      if (request.ownApp) return ofOwnApp(request, repeat)
      const { refreshToken, accessToken } = request.current
      // Repeated: a refresh token stays valid until its successor is used, so a lost answer can be requested again.
      if (refreshToken) return repeat(request, { grant_type: 'refresh_token', refresh_token: refreshToken })
      return repeat(request, migration(accessToken))
    },
  }
}

type Ask = (request: TokenRequest, grant: Grant) => Promise<TokenSet>

async function ofOwnApp(request: TokenRequest, ask: Ask): Promise<TokenSet> {
  const { accessToken, clientSecret } = readOwnClient(request.ownApp ?? {})
  if (!clientSecret)
    throw new PermanentError(
      "Webhooks of the shop's own app are signed with its client secret. Send client_secret, too.",
      { platform: 'shopify' },
    )
  return accessToken ? { accessToken, expiresAt: null } : ask(request, { grant_type: 'client_credentials' })
}

/**
 * Exchanges a non-expiring token for an expiring one. Cannot be undone; a repetition within a week gives the same pair.
 * https://shopify.dev/docs/apps/build/authentication-authorization/migrate-to-expiring-offline-access-tokens
 */
function migration(accessToken: string): Grant {
  return {
    grant_type: TOKEN_EXCHANGE,
    subject_token: accessToken,
    subject_token_type: OFFLINE_TOKEN,
    requested_token_type: OFFLINE_TOKEN,
    expiring: '1',
  }
}
