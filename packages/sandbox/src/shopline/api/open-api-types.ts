import type { Clock } from '../../clock.ts'
import type { Faults } from '../../faults.ts'
import type { Limiter } from '../../rate-limiter.ts'
import type { Stats } from '../../stats.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Money } from '../money.ts'
import type { ShopState } from '../state/shop-state.ts'
import type { Versions } from './versions.ts'
import type { WebhookRegistry } from './webhook-registry.ts'
import type { WriteQuirks } from './write-quirks.ts'

export interface ApiCall {
  method: string
  /** After `/v1/`, without empty parts: `['products', '5a…', 'stocks']`. */
  path: string[]
  query: URLSearchParams
  /** Empty when the body is not a JSON object. */
  body: Record<string, unknown>
  bearer: string
}

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

/** `undefined`: not an address of these routes. */
export type Route = (call: ApiCall, shop: ApiShop) => Answer | undefined

/** What the reference leaves open, or what differs from shop to shop. May be changed while the sandbox runs. */
export interface ApiQuirks extends WriteQuirks {
  /** Where `previous_id` works; it is ignored elsewhere. Default `orders_customers`, for the rest is a beta. */
  cursorPaging: 'all' | 'orders_customers'
  /** Paging fields beside `items` when `previous_id` was sent. Default `pagination`. */
  cursorAnswer: 'pagination' | 'last_id'
  /** Response for pages beyond the 10,000th object. Default `empty`. */
  deepPages: 'empty' | 'refused'
  /** Default 10,000. */
  deepest: number
  /** Page sizes above this are reduced to it silently. Default 100. */
  perPageMax: number
  /** The same for searches. Default 999. */
  searchPerPageMax: number
}

export interface ApiShop {
  merchantId: string
  world: WorldShop
  state: ShopState
  /** ISO 4217, of all amounts of the shop. */
  currency: string
  /** Decimal text in the shop's currency. */
  money(amount: string): Money
  hooks: WebhookRegistry
  quirks: ApiQuirks
  versions: Versions
  clock: Clock
}

export interface Staff {
  _id: string
  email: string
  name: string
  locale_code: string
  merchant_ids: string[]
}

export interface TokenHolder {
  merchantId: string
  scopes: ReadonlySet<string>
  kind: 'oauth' | 'installation' | 'staff'
  /** The staff member; absent for the token of an installation. */
  staff?: Staff
}

/** Whether a token is valid; `undefined` for an unknown one. */
export interface TokenLookup {
  find(token: string): TokenHolder | 'expired' | 'revoked' | undefined
}

/** Everything behind `/shopline/open/v1`. */
export interface OpenApiCore {
  clock: Clock
  faults: Faults
  stats: Stats
  tokens: TokenLookup
  limiter: Limiter
  /** Resolves when all webhooks are delivered. */
  webhooksIdle(): Promise<void>
  quirks: ApiQuirks
  /** Of a merchant whose token is valid. */
  shop(merchantId: string): ApiShop
}
