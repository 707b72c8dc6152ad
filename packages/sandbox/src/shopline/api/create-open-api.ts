import type { Clock } from '../../clock.ts'
import type { Faults } from '../../faults.ts'
import { createLimiter } from '../../rate-limiter.ts'
import type { Stats } from '../../stats.ts'
import type { WorldShop } from '../../world/shop.ts'
import { digitsOf, money } from '../money.ts'
import { createShopState } from '../state/shop-state.ts'
import { worldNameOf } from '../world-ids.ts'
import type { ApiQuirks, ApiShop, OpenApiCore, TokenLookup } from './open-api-types.ts'
import { createVersions } from './versions.ts'
import { createWebhookRegistry } from './webhook-registry.ts'
import { defaultWriteQuirks } from './write-quirks.ts'

export interface OpenApiOptions {
  /** ISO 4217, of every shop. Default TWD. */
  currency?: string
  /** How many digits of `cents` lie below one unit; what the currency has where nothing is said. */
  moneyDigits?: number
  /** Calls that are taken of one merchant in any second. Default 20. */
  requestsPerSecond?: number
  quirks?: Partial<ApiQuirks>
}

export interface OpenApiDeps {
  clock: Clock
  faults: Faults
  stats: Stats
  tokens: TokenLookup
  openWorld(name: string): WorldShop
  webhooksIdle(): Promise<void>
}

export interface OpenApi extends OpenApiCore {
  /** May be changed while it runs. */
  limit: { perSecond: number }
}

const defaultQuirks: ApiQuirks = {
  ...defaultWriteQuirks,
  cursorPaging: 'orders_customers',
  cursorAnswer: 'pagination',
  deepPages: 'empty',
  deepest: 10_000,
  perPageMax: 100,
  searchPerPageMax: 999,
}

/** The Open API over worlds; a shop is made when it is first asked for, and stays. */
export function createOpenApi(options: OpenApiOptions, deps: OpenApiDeps): OpenApi {
  const { currency = 'TWD', moneyDigits = digitsOf(currency), requestsPerSecond = 20 } = options
  const quirks = { ...defaultQuirks, ...options.quirks }
  const limit = { perSecond: requestsPerSecond }
  const shops = new Map<string, ApiShop>()
  const open = (merchantId: string): ApiShop => {
    const { clock } = deps
    const world = deps.openWorld(worldNameOf(merchantId))
    return {
      ...{ merchantId, world, currency, quirks, clock },
      state: createShopState({ world, clock }),
      versions: createVersions(clock),
      hooks: createWebhookRegistry({ clock }),
      money: (amount) => money(amount, currency, moneyDigits),
    }
  }
  const { clock, faults, stats, tokens, webhooksIdle } = deps
  return {
    ...{ clock, faults, stats, tokens, quirks, limit, webhooksIdle },
    limiter: createLimiter(() => limit.perSecond),
    shop(merchantId) {
      const shop = shops.get(merchantId) ?? open(merchantId)
      shops.set(merchantId, shop)
      return shop
    },
  }
}
