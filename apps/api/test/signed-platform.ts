import { createHmac, randomUUID } from 'node:crypto'
import {
  isSignedBy,
  type Platform,
  type SignedCall,
  type SignedInstall,
  type Verdict,
  type WebhookDelivery,
  type WebhookRequest,
} from '@shopmirror/platforms'
import { namedGuide, ownClients } from '@shopmirror/platforms/testing'

const SECRET = 'the-secret-of-the-signed-platform'

export const sign = (bytes: Buffer | string, secret = SECRET) =>
  createHmac('sha256', secret).update(bytes).digest('base64')

const never = async () => {
  throw new Error('Nobody calls this shop.')
}

function verifyQuery(query: string): Verdict<SignedCall> {
  const parameters = new URLSearchParams(query)
  const [shop = '', state, hmac = ''] = ['shop', 'state', 'hmac'].map((name) => parameters.get(name) ?? undefined)
  const nonce = parameters.get('nonce')
  const message = [shop, ...(nonce === null ? [] : [nonce]), state ?? ''].join('|')
  if (!isSignedBy([SECRET], message, Buffer.from(hmac, 'base64'))) return { ok: false, reason: 'bad_signature' }
  const call = { domain: shop, nonce: hmac, code: 'grant', passthrough: {} }
  return { ok: true, value: state === undefined ? call : { ...call, state } }
}

/** The app's address as the platform opens it; each call signed apart. */
export function entryQuery(shop: string): string {
  const nonce = randomUUID()
  return new URLSearchParams({ shop, nonce, hmac: sign(`${shop}|${nonce}|`) }).toString()
}

export function callbackQuery(shop: string, state?: string): string {
  const hmac = sign(`${shop}|${state ?? ''}`)
  return new URLSearchParams({ shop, ...(state !== undefined && { state }), hmac }).toString()
}

/** Lets installs begin with us, as Shopify does. */
const signedInstall: SignedInstall = {
  kind: 'signed_by_platform',
  guide: namedGuide,
  consentUrl: (domain, state) => new URL(`https://${domain}.signed.example.com/oauth?state=${state}`),
  approveScopesUrl: (domain) => new URL(`https://${domain}.signed.example.com/scopes`),
  verifyCallback: ({ query }) => verifyQuery(query),
  verifyEntry: ({ query }) => verifyQuery(query),
}

/** A platform that signs its webhooks with the app's secret and lets installs begin with us, as Shopify does. */
export const signedPlatform: Platform = {
  id: 'signed',
  configured: true,
  budget: { unit: 'requests', perSecond: 5, burst: 0 },
  tokens: { grant: never, refresh: never },
  parseDomain: (input) => (/^[a-z0-9-]{1,40}$/.test(input) ? input : null),
  ownApp: ownClients,
  install: signedInstall,
  reads: { resources: ['products', 'orders'], overlapMs: 60_000 },
  webhooks: { topics: ['orders/updated'], verify: verifyWebhook, read: () => [] },
  client: () => {
    throw new Error('Nobody calls this shop.')
  },
}

function verifyWebhook({ headers, body, shopId, ownSecret }: WebhookRequest): Verdict<WebhookDelivery> {
  const { 'x-hmac': hmac, 'x-id': id, 'x-shop': domain } = headers
  if (typeof hmac !== 'string' || typeof id !== 'string' || typeof domain !== 'string')
    return { ok: false, reason: 'unsigned' }
  if (!isSignedBy([ownSecret ?? SECRET], body, Buffer.from(hmac, 'base64')))
    return { ok: false, reason: 'bad_signature' }
  const delivery = { deliveryId: id, topic: 'orders/updated', domain, ...(shopId !== undefined && { shopId }) }
  return { ok: true, value: ownSecret === undefined ? { ...delivery, secretIndex: 0 } : delivery }
}

export function signedWebhook(body: Buffer, id = 'delivery-1') {
  return {
    method: 'POST',
    url: '/webhooks/signed',
    headers: { 'content-type': 'application/json', 'x-hmac': sign(body), 'x-id': id, 'x-shop': 'minta' },
    payload: body,
  } as const
}
