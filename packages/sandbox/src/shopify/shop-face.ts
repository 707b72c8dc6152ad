import type { EmulatorDeps } from '../platform-emulator.ts'
import { createResultFiles } from './bulk/files.ts'
import { createClients, createSecret } from './clients.ts'
import { controlApp, controlShop } from './control.ts'
import { createShopFace, type ShopFace } from './create-shop-face.ts'
import { SUFFIX, shopifyDomains } from './domains.ts'
import type { Allowance } from './graphql/bucket.ts'
import { createDefaultsLedger } from './graphql/defaults/ledger.ts'
import { createMerchant } from './merchant.ts'
import type { AppSettings } from './oauth.ts'
import { defaultScopes, expandScopes } from './scopes.ts'
import { answerShopify } from './server.ts'
import type { Shopify, ShopifyShop } from './shopify.ts'
import { createTokenDesk } from './tokens.ts'
import { createDeliverer } from './webhooks/deliverer.ts'

export interface ShopifyOptions {
  clientId?: string
  clientSecret?: string
  /** The address of the app, which Shopify opens from the admin. */
  appUrl?: string
  /** The one address to which merchants come back after the consent. */
  redirectUrl?: string
  /** Where what every app is told goes, whatever it subscribed to: compliance, and its own removal. */
  webhooksUrl?: string | null
  /** What the app asks for, and gets where nobody says otherwise. */
  scopes?: readonly string[]
  allowance?: Partial<Allowance>
  /** Calls of the REST Admin API that fit into its bucket, and that leave it in a second. Default 40 and 2. */
  restAllowance?: Partial<Allowance>
}

const { isDomain, worldNameOf } = shopifyDomains

export function createShopify(options: ShopifyOptions, deps: EmulatorDeps): Shopify {
  const { url, appUrl, clock, faults } = deps
  const { clientId = 'sandbox-shopify-app', clientSecret = createSecret(), scopes: wanted = defaultScopes } = options
  const redirectUrl = options.redirectUrl ?? `${appUrl}/api/v1/shopify/oauth/callback`
  const client = { id: clientId, secrets: [clientSecret], scopes: wanted }
  const app: AppSettings = {
    ...{ clientId, url: options.appUrl ?? `${appUrl}/api/v1/shopify/oauth/entry` },
    redirectUrls: [redirectUrl],
    webhooksUrl: options.webhooksUrl === undefined ? `${appUrl}/webhooks/shopify` : options.webhooksUrl,
  }
  const clients = createClients(client)
  const tokens = createTokenDesk({ clock, clients })
  const files = createResultFiles({ url, clock, faults })
  const shops = new Map<string, ShopifyShop>()
  const allowance: Allowance = { restorePerSecond: 100, bucket: 2_000, ...options.allowance }
  const restAllowance: Allowance = { restorePerSecond: 2, bucket: 40, ...options.restAllowance }
  const webhooks = createDeliverer({ clock })
  const defaults = createDefaultsLedger()
  const faces = new Map<string, ShopFace>()
  /** What an app of the shop's own sees is its own, and nobody else's. */
  const faceOf = (domain: string, id: string): ShopFace => {
    const key = `${domain} ${id}`
    const known = faces.get(key)
    if (known) return known
    const scopes = () => {
      const granted = tokens.scopesOf(domain, id)
      return granted && expandScopes(granted)
    }
    const face = createShopFace({
      ...{ domain, clock, faults, files, allowance, restAllowance, scopes, defaults, deliverer: webhooks },
      world: deps.openWorld(worldNameOf(domain)),
      app: id === clientId ? app : { webhooksUrl: null },
      secrets: clients.find(id)?.secrets ?? [],
    })
    faces.set(key, face)
    return face
  }

  const open = (domain: string): ShopifyShop => {
    const known = shops.get(domain)
    if (known) return known
    if (!isDomain(domain)) throw new Error(`A Shopify shop is called {name}${SUFFIX}, not ${domain}.`)
    const world = deps.openWorld(worldNameOf(domain))
    const { messenger, ...parts } = faceOf(domain, clientId)
    const remove = () => {
      // Told before its subscriptions go with it.
      messenger.deliver('app/uninstalled')
      tokens.uninstall(domain, clientId)
      parts.hooks.clear()
    }
    const merchant = createMerchant({ adminUrl: `${url}/shopify/${domain}`, clientId, remove })
    const ofApp = (id: string) => faceOf(domain, id)
    const shop: ShopifyShop = { domain, world, merchant, ...parts, deliver: messenger.deliver, ofApp }
    shops.set(domain, shop)
    return shop
  }

  const shopify: Shopify = {
    ...{
      clientId,
      scopes: wanted,
      app,
      clients,
      tokens,
      files,
      clock,
      allowance,
      restAllowance,
      webhooks,
      defaults,
    },
    get clientSecret() {
      return client.secrets[0] ?? ''
    },
    env: {
      SHOPIFY_CLIENT_ID: clientId,
      SHOPIFY_CLIENT_SECRETS: clientSecret,
      SHOPIFY_ADMIN_URL: `${url}/shopify/{shop}`,
      SHOPIFY_REDIRECT_URL: redirectUrl,
    },
    oauth: { app, clients, tokens, clock, form: 'escaped' },
    shop: (domain = `${deps.firstShop}${SUFFIX}`) => open(domain),
    rotateSecret: (rotation) => clients.rotate(clientId, rotation),
    async close() {
      await webhooks.close()
      await Promise.all([...faces.values()].map(({ desk }) => desk.close()))
      files.close()
    },
    handleRequest: (exchange) => answerShopify({ ...deps, shopify }, exchange),
    controlApp: (call, body) => controlApp(shopify, call, body),
    controlShop: (domain, call, body) => controlShop(shopify, domain, call, body),
  }
  return shopify
}
