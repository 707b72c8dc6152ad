import { AuthRevokedError } from '../../contract/errors.ts'
import type { TokenRequest, Tokens } from '../../contract/tokens.ts'
import { withRetries } from '../../http/with-retries.ts'
import type { Settings } from '../settings.ts'
import { type Grant, requestToken } from './request-token.ts'

const NAME = 'ShopRenter token'

/** https://doc.shoprenter.hu/development/api/12_acquiring_an_access_token.html */
export function createTokens(settings: Settings, now: () => Date): Tokens {
  const ask = (request: TokenRequest, grant: Grant) => requestToken(request, grant, { settings, now: now() })
  const byCredentials = (request: TokenRequest) => withRetries(() => ask(request, { grant_type: 'client_credentials' }))
  const isCodeGrant = ({ ownApp }: TokenRequest) => settings.SHOPRENTER_GRANT === 'authorization_code' && !ownApp
  return {
    async grant(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      if (!request.code)
        throw new AuthRevokedError(`${NAME}: no authorization code. The merchant must install the app again.`)
      // Not repeated: a code works once, and a second request after a lost answer would look like a revoked access.
      return ask(request, { grant_type: 'authorization_code', code: request.code })
    },
    async refresh(request) {
      if (!isCodeGrant(request)) return byCredentials(request)
      const { refreshToken } = request.current
      if (!refreshToken)
        throw new AuthRevokedError(`${NAME}: no refresh token. The merchant must install the app again.`)
      const next = await withRetries(() => ask(request, { grant_type: 'refresh_token', refresh_token: refreshToken }))
      return { refreshToken, ...next }
    },
  }
}
