import { AuthRevokedError, PermanentError } from '../../contract/errors.ts'
import type { OwnApp } from '../../contract/own-app.ts'
import type { TokenSet, Tokens } from '../../contract/tokens.ts'
import { readOwnClient } from '../../oauth/own-client.ts'
import { exchangeCode } from '../install/install.ts'
import type { Settings } from '../settings.ts'
import { requestToken } from './request-token.ts'

const AGAIN = 'The merchant must open the app in SHOPLINE and authorize it again.'

/**
 * A staff token is used as it is. A token that SHOPLINE sends at the install does not expire. A token of the consent is
 * refreshed, and every refresh returns a new refresh token. https://shopline-developers.readme.io/docs/refresh-token
 */
export function createTokens(settings: Settings, now: () => Date): Tokens {
  return {
    async grant({ domain, code, ownApp }) {
      if (ownApp) return staffToken(ownApp)
      if (!code) throw new AuthRevokedError(`SHOPLINE token: no authorization code. ${AGAIN}`, { platform: 'shopline' })
      const granted = await exchangeCode(code, settings, now())
      return ofShop(domain, granted)
    },

    async refresh({ domain, ownApp, current }) {
      if (ownApp) return staffToken(ownApp)
      const { refreshToken } = current
      if (!refreshToken)
        throw new AuthRevokedError(`SHOPLINE token: the token was revoked. ${AGAIN}`, { platform: 'shopline' })
      // Not repeated: a refresh token is invalid as soon as its successor is issued.
      const { owner, tokens } = await requestToken(
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        settings,
        now(),
      )
      return ofShop(domain, { domain: owner, tokens })
    },
  }
}

function staffToken(ownApp: OwnApp): TokenSet {
  const { accessToken } = readOwnClient(ownApp)
  if (accessToken) return { accessToken, expiresAt: null }
  throw new PermanentError('SHOPLINE merchants have no API clients. Send a staff token of the shop as access_token.', {
    platform: 'shopline',
  })
}

function ofShop(wanted: string, { domain, tokens }: { domain: string; tokens: TokenSet }): TokenSet {
  if (domain === wanted) return tokens
  throw new AuthRevokedError(`SHOPLINE token: it belongs to another merchant than ${wanted}. ${AGAIN}`, {
    platform: 'shopline',
  })
}
