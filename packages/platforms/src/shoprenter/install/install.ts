import type { InboundRequest, Verdict } from '../../contract/inbound.ts'
import type { SignedCall, SignedInstall } from '../../contract/install.ts'
import { isSignedBy } from '../../crypto/signature.ts'
import { addressOf, type Settings } from '../settings.ts'
import { continueUrlOf } from './continue-url.ts'
import { createGuide } from './guide.ts'
import { parseShop } from './shop-name.ts'

const QUERY_BYTES_MAX = 8_192

/** Installs start in the shop's admin; RedirectUri, EntryPoint and UninstallUri are signed alike. */
export function createInstall(settings: Settings, now: () => Date): SignedInstall {
  const verify = (request: InboundRequest) => verifyCall(request, settings, now())
  return {
    kind: 'signed_by_platform',
    guide: createGuide(settings),
    ...{ verifyCallback: verify, verifyEntry: verify, verifyUninstall: verify },
    approveScopesUrl: (shop) => approveScopesUrl(shop, settings),
  }
}

function approveScopesUrl(shop: string, settings: Settings): URL {
  const admin = addressOf(settings.SHOPRENTER_ADMIN_URL, shop)
  admin.pathname = `${admin.pathname.replace(/\/$/, '')}/admin/app/${settings.SHOPRENTER_CLIENT_ID ?? ''}/approveScopes`
  return admin
}

/**
 * RedirectUri, EntryPoint and UninstallUri carry the same signature: HMAC-SHA256, hex, over three parameters in an
 * order on which the documentation and the vendor's own demos differ. Both orders hold the same data, so both count.
 * https://doc.shoprenter.hu/development/app-development/01_getting_started.html
 */
export function verifyCall(request: InboundRequest, settings: Settings, now: Date): Verdict<SignedCall> {
  const parameters = parse(request)
  if (!parameters) return { ok: false, reason: 'malformed' }

  const { shopname = '', code = '', timestamp = '', hmac, app_url: appUrl, ...rest } = parameters
  if (!hmac) return { ok: false, reason: 'unsigned' }
  const domain = parseShop(shopname)
  if (!domain || domain !== shopname || code === '' || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, reason: 'malformed' }
  if (!isAuthentic({ shopname, code, timestamp }, hmac, settings)) return { ok: false, reason: 'bad_signature' }
  if (!isFresh(timestamp, settings, now)) return { ok: false, reason: 'stale' }
  return {
    ok: true,
    value: {
      domain,
      code,
      nonce: hmac.toLowerCase(),
      continueUrl: continueUrlOf(appUrl, domain, settings),
      passthrough: rest,
    },
  }
}

/** `null` when a parameter is repeated: two readers could choose different values. */
function parse({ method, query, body, headers }: InboundRequest): Record<string, string> | null {
  const form = method === 'POST' && isForm(headers['content-type']) ? body.toString('utf8') : ''
  if (query.length + form.length > QUERY_BYTES_MAX) return null
  const parameters: Record<string, string> = Object.create(null)
  for (const source of [query, form]) {
    for (const [given, value] of new URLSearchParams(source)) {
      // One page of the documentation spells it `shopName`.
      const name = given === 'shopName' ? 'shopname' : given
      if (name in parameters) return null
      parameters[name] = value
    }
  }
  return parameters
}

function isForm(contentType: string | string[] | undefined): boolean {
  return typeof contentType === 'string' && contentType.startsWith('application/x-www-form-urlencoded')
}

interface SignedParameters {
  shopname: string
  code: string
  timestamp: string
}

function isAuthentic({ shopname, code, timestamp }: SignedParameters, hmac: string, settings: Settings): boolean {
  if (!/^[0-9a-f]{64}$/i.test(hmac)) return false
  const signature = Buffer.from(hmac, 'hex')
  const orders = [
    [
      ['code', code],
      ['shopname', shopname],
      ['timestamp', timestamp],
    ],
    [
      ['shopname', shopname],
      ['code', code],
      ['timestamp', timestamp],
    ],
  ]
  const messages = orders.map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))
  return messages.some((message) => isSignedBy(settings.SHOPRENTER_CLIENT_SECRETS, message, signature))
}

function isFresh(timestamp: string, { SHOPRENTER_SIGNATURE_WINDOW_SECONDS: window }: Settings, now: Date): boolean {
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= window
}
