import { randomBytes } from 'node:crypto'
import type { EmulatorDeps } from '../platform-emulator.ts'
import { createLimiter } from '../rate-limiter.ts'
import { controlApp, controlShop } from './control.ts'
import { createDeliverer } from './deliveries.ts'
import { createShopTime } from './formats.ts'
import { createMerchant } from './merchant.ts'
import { openShop } from './open-shop.ts'
import { createRules, type Rules } from './rules.ts'
import { appScopes, writingScopes } from './scopes.ts'
import { answerShoprenter } from './server.ts'
import type { Shoprenter, ShoprenterShop } from './shoprenter.ts'
import { signedQuery } from './sign.ts'
import { createTokenService } from './tokens.ts'

export interface ShoprenterOptions {
  clientId?: string
  clientSecret?: string
  appId?: string
  /** URLs of the app that the platform calls. Default: those below the sandbox's `appUrl`. */
  redirectUri?: string
  entryUri?: string
  uninstallUri?: string
  /** Calls a second that the platform accepts from the app in one shop. Default 3. */
  requestsPerSecond?: number
  rules?: Partial<Rules>
}

const TIMEZONE = 'Europe/Budapest'

export function createShoprenter(options: ShoprenterOptions, deps: EmulatorDeps): Shoprenter {
  const { url, appUrl, clock, openWorld } = deps
  const { clientId = 'sandbox-app', appId = '1042' } = options
  const { clientSecret = randomBytes(24).toString('base64url') } = options
  const tokens = createTokenService({
    clock,
    app: { id: clientId, secret: clientSecret },
    scopes: deps.appWrites ? writingScopes : appScopes,
  })
  const webhooks = createDeliverer()
  const limit = { perSecond: options.requestsPerSecond ?? 3 }
  const rules = { ...createRules(), ...options.rules }
  const time = createShopTime(TIMEZONE)
  const signature: Shoprenter['signature'] = { order: 'documented' }
  const shops = new Map<string, ShoprenterShop>()

  const sign = (domain: string) =>
    signedQuery({
      ...{ shopname: domain, code: tokens.issueCode(domain), timestamp: Math.floor(clock.now() / 1_000) },
      ...{ secret: clientSecret, order: signature.order },
    })

  const adminUrl = (domain: string) => `${url}/shoprenter/shops/${domain}`
  const installUrl = (domain: string) => {
    const query = sign(domain)
    query.set('app_url', `${adminUrl(domain)}/admin/app/${appId}`)
    return `${options.redirectUri ?? `${appUrl}/api/v1/shoprenter/oauth/callback`}?${query}`
  }

  const open = (domain: string): ShoprenterShop => {
    const known = shops.get(domain)
    if (known) return known
    const merchant = createMerchant({
      ...{ appId, clientId, adminUrl: adminUrl(domain), sign: () => sign(domain) },
      installUrl: () => installUrl(domain),
      uninstallUri: options.uninstallUri ?? `${appUrl}/webhooks/shoprenter/uninstall`,
    })
    const shop = openShop(openWorld(domain), { merchant, webhooks, rules, time })
    shops.set(domain, shop)
    return shop
  }

  const shoprenter: Shoprenter = {
    ...{ clientId, clientSecret, tokens, webhooks, limit, signature, rules },
    env: {
      SHOPRENTER_CLIENT_ID: clientId,
      SHOPRENTER_CLIENT_SECRETS: clientSecret,
      SHOPRENTER_APP_ID: appId,
      SHOPRENTER_TOKEN_URL: `${url}/shoprenter/oauth/{shop}/app/token`,
      SHOPRENTER_API_URL: `${url}/shoprenter/shops/{shop}/api/`,
      SHOPRENTER_ADMIN_URL: `${url}/shoprenter/shops/{shop}`,
    },
    shop: (domain = deps.firstShop) => open(domain),
    handleRequest: (exchange) => answerShoprenter(core, exchange),
    controlApp: (call, body) => controlApp(shoprenter, call, body),
    controlShop: (domain, call, body) => controlShop(shoprenter, domain, call, body),
    close: async () => undefined,
  }
  const core = {
    ...{ ...deps, shoprenter, appId, sign, installUrl },
    entryUri: options.entryUri ?? `${appUrl}/api/v1/shoprenter/oauth/entry`,
    limiter: createLimiter(() => limit.perSecond),
  }
  return shoprenter
}
