import { randomBytes } from 'node:crypto'
import type { EmulatorDeps } from '../platform-emulator.ts'
import { createOpenApi, type OpenApiOptions } from './api/create-open-api.ts'
import type { AppSettings } from './app-settings.ts'
import { createShoplineBrowser } from './browser.ts'
import { controlApp, controlShop } from './control.ts'
import { createMerchant } from './merchant.ts'
import { answerShopline } from './server.ts'
import type { Rules, Shopline, ShoplineShop } from './shopline.ts'
import { createTokenService } from './tokens.ts'
import { createDeliverer } from './webhooks/deliverer.ts'
import { createEnvelopes } from './webhooks/envelope.ts'
import { createWebhookPublisher } from './webhooks/publisher.ts'
import { isMerchantId, merchantIdOf, worldNameOf } from './world-ids.ts'

export interface ShoplineOptions extends OpenApiOptions {
  clientId?: string
  clientSecret?: string
  app?: Partial<AppSettings>
}

const SCOPES =
  'orders order_items order_deliveries payments products categories stocks warehouses customers merchants webhooks'.split(
    ' ',
  )
/** The documented limit, with which an app may be configured. */
const REQUESTS_PER_SECOND = '20'

const isShoplineDomain = isMerchantId

export function createShopline(options: ShoplineOptions, deps: EmulatorDeps): Shopline {
  const { url, appUrl, clock, faults, stats, openWorld } = deps
  const { clientId = 'sandbox-shopline-app', clientSecret = randomBytes(32).toString('hex') } = options
  const secrets = [clientSecret]
  const app: AppSettings = {
    landingUrl: `${appUrl}/api/v1/shopline/oauth/entry`,
    redirectUrls: [`${appUrl}/api/v1/shopline/oauth/callback`],
    webhooksUrl: `${appUrl}/webhooks/shopline`,
    topics: 'access',
    ...options.app,
  }
  const rules: Rules = { echoesState: true }
  const tokens = createTokenService({
    clock,
    app: { clientId, secrets, scopes: SCOPES, redirectUrls: app.redirectUrls },
  })
  const webhooks = createDeliverer({ clock, secrets })
  const openApi = createOpenApi(options, { clock, faults, stats, tokens, openWorld, webhooksIdle: webhooks.idle })
  const envelopes = createEnvelopes(clock)
  const shops = new Map<string, ShoplineShop>()

  const open = (domain: string): ShoplineShop => {
    const known = shops.get(domain)
    if (known) return known
    const handle = worldNameOf(domain)
    const api = openApi.shop(domain)
    const installed = { is: false }
    const isInstalled = () => installed.is
    const publisher = createWebhookPublisher({ shop: api, handle, app, deliverer: webhooks, envelopes, isInstalled })
    const merchant = createMerchant({
      ...{ merchantId: domain, publisher, tokens, browser: createShoplineBrowser() },
      landingUrl: () => app.landingUrl,
      now: clock.now,
      setInstalled: (is) => Object.assign(installed, { is }),
      clearHooks: () => api.hooks.clear(),
    })
    const { world, state, currency, hooks } = api
    const shop = { domain, handle, world, state, currency, hooks, merchant, publisher }
    shops.set(domain, shop)
    return shop
  }

  const shopline: Shopline = {
    ...{ clientId, scopes: SCOPES, app, rules, tokens, webhooks, openApi },
    get clientSecret() {
      return secrets[0] ?? ''
    },
    env: {
      SHOPLINE_CLIENT_ID: clientId,
      SHOPLINE_CLIENT_SECRETS: clientSecret,
      SHOPLINE_SCOPES: SCOPES.join(' '),
      SHOPLINE_REDIRECT_URL: app.redirectUrls[0] ?? '',
      SHOPLINE_AUTH_URL: `${url}/shopline/developers`,
      SHOPLINE_API_URL: `${url}/shopline/open/v1`,
      SHOPLINE_REQUESTS_PER_SECOND: REQUESTS_PER_SECOND,
    },
    shop: (domain = deps.firstShop) => open(isShoplineDomain(domain) ? domain : merchantIdOf(domain)),
    handles: () => [...shops.values()].map(({ handle }) => handle),
    rotateSecret({ dropOld = false } = {}) {
      secrets.unshift(randomBytes(32).toString('hex'))
      if (dropOld) secrets.splice(1)
      return secrets[0] ?? ''
    },
    handleRequest: (exchange) => answerShopline(shopline, deps, exchange),
    controlApp: (call, body) => controlApp(shopline, call, body),
    controlShop: (domain, call, body) => controlShop(shopline, domain, call, body),
    close: () => webhooks.close(),
  }
  return shopline
}
