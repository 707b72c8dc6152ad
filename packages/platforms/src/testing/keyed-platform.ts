import { z } from 'zod'
import { AuthRevokedError, PermanentError, RetryableError } from '../contract/errors.ts'
import type { Verdict } from '../contract/inbound.ts'
import type { MirrorRow, MirrorRows } from '../contract/mirror-rows.ts'
import type { OwnApp, OwnAppFormat } from '../contract/own-app.ts'
import type { Platform } from '../contract/platform.ts'
import type { PageRequest, ShopReads } from '../contract/reads.ts'
import type { ShopAccess } from '../contract/shop-access.ts'
import type { TokenRequest, TokenSet } from '../contract/tokens.ts'
import type { Subscription, WebhookDelivery, WebhookRequest } from '../contract/webhooks.ts'
import { isSignedBy } from '../crypto/signature.ts'
import { callShop } from '../http/call-shop.ts'
import { send } from '../http/http.ts'
import type { KeyedProduct, KeyedShop } from './keyed-shop.ts'

const platform = 'keyed'
const stored = z.object({ key: z.string(), secret: z.string() })

/** Credentials of another form than the shipped platforms': no client and no token, but a key with a secret. */
const ownApp: OwnAppFormat = {
  alternatives: [
    z.strictObject({
      consumer_key: z.string().min(1).describe('Key of the REST API'),
      consumer_secret: z.string().min(1).describe('Secret of that key'),
    }),
  ],
  fromFields: ({ consumer_key: key, consumer_secret: secret }) => ({ key, secret }),
  webhookSecretOf: (given) => stored.safeParse(given).data?.secret ?? null,
}

/** The smallest platform of keys with secrets: products alone, no app, no OAuth, no refresh token. */
export function createKeyedPlatform(shop: Pick<KeyedShop, 'url'>): Platform {
  const grant = ({ ownApp: given }: TokenRequest) => grantKey(shop.url, given)
  return {
    id: platform,
    configured: false,
    budget: { unit: 'requests', perSecond: 1_000, burst: 1_000 },
    parseDomain: (input) => (/^[a-z-]{1,40}$/.test(input) ? input : null),
    ownApp,
    tokens: { grant, refresh: grant },
    install: { kind: 'own_app_only' },
    webhooks: {
      topics: ['product'],
      verify,
      read: ({ body }) => [
        { kind: 'refetch', resource: 'products', externalId: String(JSON.parse(body.toString()).id) },
      ],
    },
    reads: { resources: ['products'], overlapMs: 60_000 },
    client: ({ access }) => createClient(createCall(shop.url, access)),
  }
}

/** The token is the header's value: whoever passes it on knows nothing of keys. */
async function grantKey(url: string, given: OwnApp | undefined): Promise<TokenSet> {
  if (!given) throw new PermanentError('Keyed: shops connect with a key of their own.', { platform })
  const { key, secret } = stored.parse(given)
  const accessToken = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
  const call = { name: 'Keyed key check', platform, method: 'GET', url: new URL('/shop', url) } as const
  const { status } = await send({ ...call, headers: { authorization: accessToken } })
  if (status === 401) throw new AuthRevokedError('Keyed: the shop does not know this key.', { platform, status })
  return { accessToken, expiresAt: null }
}

function verify({ headers, body, shopId, topic, ownSecret }: WebhookRequest): Verdict<WebhookDelivery> {
  const { 'x-signature': signature, 'x-delivery': deliveryId } = headers
  if (typeof signature !== 'string' || typeof deliveryId !== 'string' || !shopId || !topic)
    return { ok: false, reason: 'unsigned' }
  const isSigned = ownSecret !== undefined && isSignedBy([ownSecret], body, Buffer.from(signature, 'base64'))
  return isSigned ? { ok: true, value: { deliveryId, shopId, topic } } : { ok: false, reason: 'bad_signature' }
}

type Send = <T>(path: string, change?: { method: 'POST' | 'DELETE'; body?: object }) => Promise<T | null>

/** Answers the parsed body, `null` for a 404. */
function createCall(url: string, access: ShopAccess): Send {
  return async <T>(path: string, change?: { method: 'POST' | 'DELETE'; body?: object }) => {
    const { method = 'GET', body } = change ?? {}
    const name = `Keyed ${method} ${path.split(/[/?]/)[0]}`
    const call = { name, platform, method, url: new URL(path, url), cost: 1, repeatable: method === 'GET' } as const
    const authorize = (token: string) => ({ authorization: token })
    return callShop(
      { ...call, authorize, ...(body && { body: JSON.stringify(body) }) },
      access,
      ({ status, text }): T | null => {
        if (status === 401) throw new AuthRevokedError(`${name}: the shop rejects the key.`, { platform, status })
        if (status === 404) return null
        try {
          return JSON.parse(text) as T
        } catch (cause) {
          throw new RetryableError(`${name}: response is not JSON.`, { platform, status, cause })
        }
      },
    )
  }
}

function createClient(call: Send): ReturnType<Platform['client']> {
  return {
    async describe() {
      const { name = '', currency = '' } = (await call<{ name: string; currency: string }>('shop')) ?? {}
      return { name, currency, timezone: 'Europe/Budapest', locale: 'hu', facts: {} }
    },
    reads: createReads(call),
    webhooks: {
      list: async () => ((await call<{ id: string }[]>('webhooks')) ?? []).map(toSubscription),
      subscribe: async (topic, { href: address }) =>
        toSubscription(
          (await call<{ id: string }>('webhooks', { method: 'POST', body: { topic, address } })) ?? { id: '' },
        ),
      unsubscribe: async (id) => void (await call(`webhooks/${id}`, { method: 'DELETE' })),
    },
  }
}

const toSubscription = ({ id, ...hook }: { id: string }): Subscription => ({
  externalId: id,
  ...(hook as Pick<Subscription, 'topic' | 'address'>),
})

function createReads(call: Send): ShopReads {
  return {
    clock: async () => new Date(),
    async page(request) {
      const products = (await call<KeyedProduct[]>(`products?${queryOf(request)}`)) ?? []
      const ids = products.map(({ id }) => id)
      return { rows: toRows(products), ids, next: ids.at(-1) ?? null }
    },
    async object(_resource, id) {
      const product = await call<KeyedProduct>(`products/${id}`)
      return product && toRows([product])
    },
  }
}

/** Pages follow the last id, so that an object that disappears shifts nothing. */
function queryOf({ window, cursor }: PageRequest): URLSearchParams {
  const after: Record<string, string> = typeof cursor === 'string' ? { after: cursor } : {}
  const between = window && { from: String(window.from.getTime()), to: String(window.to.getTime()) }
  return new URLSearchParams({ ...after, ...between })
}

function toRows(products: readonly KeyedProduct[]): MirrorRows {
  const toRow = ({ id, title, updatedAt }: KeyedProduct): MirrorRow => ({
    externalId: id,
    sourceUpdatedAt: new Date(updatedAt),
    fields: { title },
    raw: { title },
  })
  return { origin: 'api', readAt: new Date(), rows: { products: products.map(toRow) } }
}
