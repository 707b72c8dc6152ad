import { AuthRevokedError, PermanentError, RetryableError } from '../../contract/errors.ts'
import type { InboundRequest, Verdict } from '../../contract/inbound.ts'
import type { MerchantSelectedInstall } from '../../contract/install.ts'
import type { TokenSet } from '../../contract/tokens.ts'
import { withRetries } from '../../http/with-retries.ts'
import { callTokenEndpoint, type TokenFields } from '../../oauth/token-endpoint.ts'
import { isText } from '../../oauth/token-set.ts'
import { addressOf, type Settings } from '../settings.ts'
import { refusals } from '../tokens/refusals.ts'
import { requestToken } from '../tokens/request-token.ts'
import { guide } from './guide.ts'

const QUERY_BYTES_MAX = 8_192
const CODE = /^[\w.~-]{8,512}$/
const STATE = /^[\w-]{1,200}$/
const MISSING_REDIRECT_URL =
  'SHOPLINE_REDIRECT_URL is not set. Set it to {PUBLIC_URL}/api/v1/shopline/oauth/callback, and add it to the callback URLs of the app.'
const ID = /^[0-9a-f]{24}$/

/**
 * The merchant selects a shop on SHOPLINE's consent page. The callback has an unsigned code; whether it also has our state
 * is not documented. https://shopline-developers.readme.io/docs/authorization-server-uri-params
 */
export function createInstall(settings: Settings, now: () => Date): MerchantSelectedInstall {
  return {
    kind: 'merchant_selects_shop',
    guide,
    consentUrl: (state, domain) => consentUrl(settings, state, domain),
    readCallback,
    exchangeCode: (code) => exchangeCode(code, settings, now()),
  }
}

function consentUrl(settings: Settings, state: string, domain: string | undefined): URL {
  if (settings.SHOPLINE_REDIRECT_URL === '') throw new PermanentError(MISSING_REDIRECT_URL, { platform: 'shopline' })
  const url = addressOf(settings.SHOPLINE_AUTH_URL, '/oauth/authorize')
  const parameters = {
    client_id: settings.SHOPLINE_CLIENT_ID ?? '',
    response_type: 'code',
    redirect_uri: settings.SHOPLINE_REDIRECT_URL,
    scope: settings.SHOPLINE_SCOPES.join(' '),
    state,
    ...(domain !== undefined && { merchant_id: domain }),
  }
  // The documentation separates scopes by %20, which URLSearchParams would write as a plus.
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return url
}

/** Rejected when a parameter is repeated or the code is malformed. */
function readCallback({ query }: InboundRequest): Verdict<{ code: string; state?: string }> {
  if (query.length > QUERY_BYTES_MAX) return { ok: false, reason: 'malformed' }
  const parameters = new URLSearchParams(query)
  const [code = '', ...codes] = parameters.getAll('code')
  const [state, ...states] = parameters.getAll('state')
  const isPlain = codes.length === 0 && states.length === 0 && CODE.test(code) && !parameters.has('error')
  if (!isPlain || (state !== undefined && !STATE.test(state))) return { ok: false, reason: 'malformed' }
  return { ok: true, value: { code, ...(state !== undefined && { state }) } }
}

/** Exchanges a code, which works once, so the request is not repeated. The token response and token info must name the same merchant. */
export async function exchangeCode(
  code: string,
  settings: Settings,
  now: Date,
): Promise<{ domain: string; tokens: TokenSet }> {
  const { owner, tokens } = await requestToken({ grant_type: 'authorization_code', code }, settings, now)
  const reported = await withRetries(() => requestMerchant(tokens.accessToken, settings))
  if (reported === owner && ID.test(owner)) return { domain: owner, tokens }
  throw new AuthRevokedError(
    'SHOPLINE token: the token response and token info name different merchants. The merchant must authorize the app again.',
    {
      platform: 'shopline',
    },
  )
}

/** https://shopline-developers.readme.io/docs/token-info */
async function requestMerchant(accessToken: string, settings: Settings): Promise<string> {
  const call = { name: 'SHOPLINE token info', platform: 'shopline' }
  const fields = await callTokenEndpoint({
    ...call,
    url: addressOf(settings.SHOPLINE_AUTH_URL, '/oauth/token/info'),
    headers: { authorization: `Bearer ${accessToken}`, 'user-agent': settings.SHOPLINE_USER_AGENT },
    refusals,
  })
  const merchant = (fields.merchant ?? {}) as TokenFields
  const ids = [fields.resource_owner_id, merchant._id].filter(isText).map((id) => id.toLowerCase())
  const [id] = ids
  if (id !== undefined && ids.every((other) => other === id)) return id
  throw new RetryableError(`${call.name}: response does not name exactly one merchant.`, { platform: call.platform })
}
