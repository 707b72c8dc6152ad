import { randomBytes } from 'node:crypto'
import { type Clock, createClock } from './clock.ts'
import { createEmulators, type EmulatorOptions, type Emulators, listEmulators } from './emulators.ts'
import { createFaults, type Faults } from './faults.ts'
import { createLimiter, type Limiter } from './limits.ts'
import { createMerchant, type Merchant } from './merchant.ts'
import type { ApiShop } from './shoprenter/api.ts'
import { createDeliverer, type Deliverer } from './shoprenter/deliveries.ts'
import type { SignedQuery } from './shoprenter/sign.ts'
import { createTokenDesk, type TokenDesk } from './shoprenter/tokens.ts'
import { createHookDesk, type HookDesk } from './shoprenter/web-hooks.ts'
import { createShopTime, hrefs } from './shoprenter/wire.ts'
import type { Stats } from './stats.ts'
import type { TlsListener, TlsOptions } from './tls/listen-tls.ts'
import type { Sizes } from './world/generate.ts'
import { createShop, type WorldShop } from './world/shop.ts'
import { type TruthResource, truthOf } from './world/truth.ts'

export interface SandboxOptions extends Partial<Sizes>, EmulatorOptions {
  /** Default: any free one. */
  port?: number
  /** Serves the platforms under their real host names as well, by TLS. Default: not. */
  tls?: TlsOptions
  /** The same seed makes the same world. Default 1. */
  seed?: number
  /** Names of shops that exist from the start; others appear when first called by name. Default `minta-bolt`. */
  shops?: string[]
  /** How many of the four warehouses are in use. Default 2. */
  stockCount?: number
  /** What the platform takes of one application and shop in any second. Default 3. */
  requestsPerSecond?: number
  clientId?: string
  clientSecret?: string
  appId?: string
  /** Base URL of the app; each platform has options for other addresses of it. */
  appUrl?: string
  /** Where the app wants merchants and calls. */
  redirectUri?: string
  entryUri?: string
  uninstallUri?: string
}

export interface SandboxShop extends WorldShop {
  hooks: HookDesk
  truth(resource: TruthResource): Record<string, unknown>[]
}

/** The same world on every platform. */
export interface Sandbox extends Emulators {
  url: string
  tls?: TlsListener
  /** Settings with which an api and a worker use this sandbox. */
  env: Record<string, string>
  clientId: string
  clientSecret: string
  shop(domain?: string): SandboxShop
  merchant(domain?: string): Merchant
  faults: Faults
  clock: Clock
  tokens: TokenDesk
  webhooks: Deliverer
  stats: Stats
  /** Calls a second that are taken; may be changed while it runs. */
  limit: { perSecond: number }
  signature: { order: SignedQuery['order'] }
  close(): Promise<void>
}

/** Everything behind the HTTP server; `startSandbox` puts a server before it. */
export type Core = Omit<Sandbox, 'close'> & {
  options: Required<Pick<SandboxOptions, 'appId' | 'entryUri'>>
  apiShop(domain: string): ApiShop
  limiter: Limiter
  sign(): Omit<SignedQuery, 'shopname'>
}

const TIMEZONE = 'Europe/Budapest'

export function createCore(options: SandboxOptions, url: string): Core {
  const {
    seed = 1,
    clientId = 'sandbox-app',
    clientSecret = randomBytes(24).toString('base64url'),
    appId = '1042',
  } = options
  const clock = createClock()
  const faults = createFaults()
  const tokens = createTokenDesk({ clock, app: { id: clientId, secret: clientSecret } })
  const webhooks = createDeliverer()
  const limit = { perSecond: options.requestsPerSecond ?? 3 }
  const signature: Sandbox['signature'] = { order: 'documented' }
  const shops = new Map<string, SandboxShop>()
  const time = createShopTime(TIMEZONE)

  const open = (domain: string): SandboxShop => {
    const known = shops.get(domain)
    if (known) return known
    const world = createShop({ ...options, domain, seed: seed + shops.size, clock })
    const hooks = createHookDesk()
    world.listen((change) => {
      // This platform tells of nothing else.
      if (change.kind !== 'order.created' && change.kind !== 'order.status') return
      const { kind, order } = change
      const event = kind === 'order.created' ? 'order_confirm' : 'order_status_change'
      if (order.status !== null) for (const hook of hooks.active(event)) webhooks.send(hook, event, order, domain)
    })
    const shop = { ...world, hooks, truth: (resource: TruthResource) => [...truthOf(world, resource)] }
    shops.set(domain, shop)
    return shop
  }
  const [firstShop = 'minta-bolt', ...others] = options.shops ?? []
  for (const domain of [firstShop, ...others]) open(domain)

  const sign = () => ({
    code: tokens.issueCode(firstShop),
    timestamp: Math.floor(clock.now() / 1_000),
    secret: clientSecret,
    order: signature.order,
  })
  const signFor = (domain: string) => ({ ...sign(), code: tokens.issueCode(domain) })
  const adminUrl = (domain: string) => `${url}/shoprenter/shops/${domain}`
  const { appUrl = `${url}/nowhere` } = options
  const entryUri = options.entryUri ?? `${appUrl}/api/v1/shoprenter/oauth/entry`
  const stats: Stats = { requests: {}, byPath: {}, throttled: 0, tokenCalls: 0, points: {} }
  const emulators = createEmulators(options, { url, appUrl, clock, faults, stats, firstShop, openWorld: open })

  return {
    ...{ url, clientId, clientSecret, faults, clock, tokens, webhooks, limit, signature, sign, stats },
    ...emulators,
    options: { appId, entryUri },
    limiter: createLimiter(() => limit.perSecond),
    env: {
      SHOPRENTER_CLIENT_ID: clientId,
      SHOPRENTER_CLIENT_SECRETS: clientSecret,
      SHOPRENTER_APP_ID: appId,
      SHOPRENTER_TOKEN_URL: `${url}/shoprenter/oauth/{shop}/app/token`,
      SHOPRENTER_API_URL: `${url}/shoprenter/shops/{shop}/api/`,
      SHOPRENTER_ADMIN_URL: `${url}/shoprenter/shops/{shop}`,
      ...Object.assign({}, ...listEmulators(emulators).map(({ env }) => env)),
    },
    shop: (domain = firstShop) => open(domain),
    apiShop: (domain) => ({ shop: open(domain), hooks: open(domain).hooks, face: { href: hrefs(domain), time } }),
    merchant: (domain = firstShop) =>
      createMerchant({
        ...{ domain, appId, clientId, adminUrl: adminUrl(domain) },
        redirectUri: options.redirectUri ?? `${appUrl}/api/v1/shoprenter/oauth/callback`,
        uninstallUri: options.uninstallUri ?? `${appUrl}/webhooks/shoprenter/uninstall`,
        sign: () => signFor(domain),
      }),
  }
}
