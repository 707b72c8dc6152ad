import { PermanentError } from '../../contract/errors.ts'
import type { InboundRequest, Verdict } from '../../contract/inbound.ts'
import type { SignedCall, SignedInstall } from '../../contract/install.ts'
import { adminUrl, type Settings } from '../settings.ts'
import { guide } from './guide.ts'
import { isAuthentic, parseQuery, type Query } from './query-hmac.ts'
import { domainOf } from './shop-domain.ts'

const QUERY_BYTES_MAX = 8_192

/** https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant */
export function createInstall(settings: Settings, now: () => Date) {
  return {
    kind: 'signed_by_platform',
    guide,
    verifyCallback: (request) => verifyCallback(request, settings, now()),
    verifyEntry: (request) => verifyEntry(request, settings, now()),
    approveScopesUrl: (domain) => approveScopesUrl(domain, settings),
    consentUrl: (domain, state) => consentUrl(domain, state, settings),
  } satisfies SignedInstall
}

/** The consent page. Without `grant_options[]`, so that the token belongs to the app and not to a user. */
function consentUrl(domain: string, state: string, settings: Settings): URL {
  const url = adminUrl(settings, domain, '/admin/oauth/authorize')
  url.searchParams.set(
    'client_id',
    requireSetting(settings.SHOPIFY_CLIENT_ID, 'SHOPIFY_CLIENT_ID', 'the client id of your app'),
  )
  url.searchParams.set('scope', settings.SHOPIFY_SCOPES.join(','))
  url.searchParams.set('redirect_uri', redirectUrlOf(settings))
  url.searchParams.set('state', state)
  return url
}

/**
 * Opens the app in the shop's admin. Shopify signs the request that leads from there to us, and we redirect to the consent
 * page, which needs a state of ours.
 */
function approveScopesUrl(domain: string, settings: Settings): URL {
  return adminUrl(settings, domain, `/admin/apps/${encodeURIComponent(settings.SHOPIFY_CLIENT_ID ?? '')}`)
}

/** The request that completes the consent, with code and state. The caller compares the state. */
function verifyCallback(request: InboundRequest, settings: Settings, now: Date): Verdict<SignedCall> {
  const call = verifyQuery(request, settings, now)
  if (!call.ok) return call
  const [code, state] = ['code', 'state'].map((name) => call.value.query.get(name)?.[0])
  if (!code || !state) return { ok: false, reason: 'malformed' }
  return { ok: true, value: { ...call.value.signed, code, state } }
}

/** The request that opens the app, from the admin or by an install that starts there. */
function verifyEntry(request: InboundRequest, settings: Settings, now: Date): Verdict<SignedCall> {
  const call = verifyQuery(request, settings, now)
  return call.ok ? { ok: true, value: call.value.signed } : call
}

interface VerifiedQuery {
  query: Query
  signed: SignedCall
}

function verifyQuery({ query: text }: InboundRequest, settings: Settings, now: Date): Verdict<VerifiedQuery> {
  const query = text.length > QUERY_BYTES_MAX ? null : parseQuery(text)
  if (!query) return { ok: false, reason: 'malformed' }
  const [hmac, shop, timestamp] = ['hmac', 'shop', 'timestamp'].map((name) => query.get(name)?.[0] ?? '')
  if (!hmac) return { ok: false, reason: 'unsigned' }
  const domain = domainOf(shop ?? '')
  if (!domain || !timestamp || !/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'malformed' }
  if (!isAuthentic(query, settings.SHOPIFY_CLIENT_SECRETS)) return { ok: false, reason: 'bad_signature' }
  if (!isFresh(timestamp, settings, now)) return { ok: false, reason: 'stale' }
  return { ok: true, value: { query, signed: { domain, nonce: hmac, passthrough: {} } } }
}

function isFresh(timestamp: string, { SHOPIFY_SIGNATURE_WINDOW_SECONDS: window }: Settings, now: Date): boolean {
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= window
}

function redirectUrlOf({ SHOPIFY_REDIRECT_URL }: Settings): string {
  return requireSetting(
    SHOPIFY_REDIRECT_URL,
    'SHOPIFY_REDIRECT_URL',
    '{PUBLIC_URL}/api/v1/shopify/oauth/callback, and add it to the allowed redirection URLs of your app',
  )
}

function requireSetting(value: string | undefined, name: string, advice: string): string {
  if (value) return value
  throw new PermanentError(`${name} is not set. Set it to ${advice}.`, { platform: 'shopify' })
}
