import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { OpenApi } from './api/create-open-api.ts'
import type { WebhookRegistry } from './api/webhook-registry.ts'
import type { AppSettings } from './app-settings.ts'
import type { ShoplineMerchant } from './merchant.ts'
import type { ShopState } from './state/shop-state.ts'
import type { TokenService } from './tokens.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import type { WebhookPublisher } from './webhooks/publisher.ts'

/** One shop, as SHOPLINE shows it. */
export interface ShoplineShop {
  /** The merchant id. */
  domain: string
  handle: string
  world: WorldShop
  state: ShopState
  currency: string
  hooks: WebhookRegistry
  merchant: ShoplineMerchant
  publisher: WebhookPublisher
}

/** Undocumented behaviour, which may be either way. */
export interface Rules {
  echoesState: boolean
}

export interface Shopline extends PlatformEmulator {
  clientId: string
  /** The newest; older ones stay valid until a rotation drops them. */
  readonly clientSecret: string
  /** What the app asks for, and gets. */
  scopes: readonly string[]
  app: AppSettings
  rules: Rules
  tokens: TokenService
  webhooks: Deliverer
  openApi: OpenApi
  /** Everything about one shop, by merchant id or handle. */
  shop(domain?: string): ShoplineShop
  /** Names of the shops that exist so far. */
  handles(): string[]
  rotateSecret(options?: { dropOld?: boolean }): string
}
