import type { EmulatorDeps } from '../platform-emulator.ts'
import { createResultFiles } from './bulk/files.ts'
import { createUploads } from './bulk/uploads.ts'
import { createClients, createSecret } from './clients.ts'
import { controlApp, controlShop } from './control.ts'
import { SUFFIX, shopifyDomains } from './domains.ts'
import type { Allowance } from './graphql/bucket.ts'
import { createDefaultsLedger } from './graphql/defaults/ledger.ts'
import { createInstalledApp, type InstalledApp } from './installed-app.ts'
import { createMerchant } from './merchant.ts'
import type { AppSettings } from './oauth.ts'
import { defaultScopes, expandScopes, writingScopes } from './scopes.ts'
import { answerShopify } from './server.ts'
import type { Shopify, ShopifyShop } from './shopify.ts'
import { createTokenService } from './tokens.ts'
import { createDeliverer } from './webhooks/deliverer.ts'

export interface ShopifyOptions {
  clientId?: string
  clientSecret?: string
  /** The address of the app, which Shopify opens from the admin. */
  appUrl?: string
  /** The one address to which merchants come back after the consent. */
  redirectUrl?: string
  /** Receives what every app receives without a subscription: compliance topics, and `app/uninstalled`. */
  webhooksUrl?: string | null
  allowance?: Partial<Allowance>
  /** Calls of the REST Admin API that fit into its bucket, and that leave it in a second. Default 40 and 2. */
  restAllowance?: Partial<Allowance>
}

const { isDomain, worldNameOf } = shopifyDomains

export function createShopify(options: ShopifyOptions, deps: EmulatorDeps): Shopify {
  const { url, appUrl, clock, faults } = deps
  const { clientId = 'sandbox-shopify-app', clientSecret = createSecret() } = options
  const wanted = deps.appWrites ? writingScopes : defaultScopes
  const redirectUrl = options.redirectUrl ?? `${appUrl}/api/v1/shopify/oauth/callback`
  const client = { id: clientId, secrets: [clientSecret], scopes: wanted }
  const app: AppSettings = {
    ...{ clientId, url: options.appUrl ?? `${appUrl}/api/v1/shopify/oauth/entry` },
    redirectUrls: [redirectUrl],
    webhooksUrl: options.webhooksUrl === undefined ? `${appUrl}/webhooks/shopify` : options.webhooksUrl,
  }
  const clients = createClients(client)
  const tokens = createTokenService({ clock, clients })
  const files = createResultFiles({ url, clock, faults })
  const uploads = createUploads({ url })
  const shops = new Map<string, ShopifyShop>()
  const allowance: Allowance = { restorePerSecond: 100, bucket: 2_000, ...options.allowance }
  const restAllowance: Allowance = { restorePerSecond: 2, bucket: 40, ...options.restAllowance }
  const webhooks = createDeliverer({ clock })
  const defaults = createDefaultsLedger()
  const installedApps = new Map<string, InstalledApp>()
  /** Every app has its own tokens, subscriptions, bulk operations and points. */
  const installedApp = (domain: string, id: string): InstalledApp => {
    const key = `${domain} ${id}`
    const known = installedApps.get(key)
    if (known) return known
    const scopes = () => {
      const granted = tokens.scopesOf(domain, id)
      return granted && expandScopes(granted)
    }
    const created = createInstalledApp({
      ...{ domain, clock, faults, files, uploads, allowance, restAllowance, scopes, defaults, deliverer: webhooks },
      world: deps.openWorld(worldNameOf(domain)),
      app: id === clientId ? app : { webhooksUrl: null },
      secrets: clients.find(id)?.secrets ?? [],
    })
    installedApps.set(key, created)
    return created
  }

  const open = (domain: string): ShopifyShop => {
    const known = shops.get(domain)
    if (known) return known
    if (!isDomain(domain)) throw new Error(`A Shopify shop is called {name}${SUFFIX}, not ${domain}.`)
    const world = deps.openWorld(worldNameOf(domain))
    const { publisher, ...parts } = installedApp(domain, clientId)
    const remove = () => {
      // Sent before its subscriptions are removed.
      publisher.deliver('app/uninstalled')
      tokens.uninstall(domain, clientId)
      parts.subscriptions.clear()
    }
    const merchant = createMerchant({ adminUrl: `${url}/shopify/${domain}`, clientId, remove })
    const ofApp = (id: string) => installedApp(domain, id)
    const shop: ShopifyShop = { domain, world, merchant, ...parts, deliver: publisher.deliver, ofApp }
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
      uploads,
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
      SHOPIFY_SCOPES: wanted.join(','),
    },
    oauth: { app, clients, tokens, clock, form: 'escaped' },
    shop: (domain = `${deps.firstShop}${SUFFIX}`) => open(domain),
    rotateSecret: (rotation) => clients.rotate(clientId, rotation),
    async close() {
      await webhooks.close()
      await Promise.all([...installedApps.values()].map(({ bulkOperations }) => bulkOperations.close()))
      files.close()
    },
    handleRequest: (exchange) => answerShopify({ ...deps, shopify }, exchange),
    controlApp: (call, body) => controlApp(shopify, call, body),
    controlShop: (domain, call, body) => controlShop(shopify, domain, call, body),
  }
  return shopify
}
