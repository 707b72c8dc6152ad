import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { OpenApi } from './api/create-open-api.ts'
import type { HookDesk } from './api/hook-desk.ts'
import type { AppSettings } from './app-settings.ts'
import type { ShoplineMerchant } from './merchant.ts'
import type { ShopState } from './shop-state.ts'
import type { TokenDesk } from './tokens.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import type { Messenger } from './webhooks/messenger.ts'

/** One shop, as SHOPLINE shows it. */
export interface ShoplineShop {
  /** The merchant id. */
  domain: string
  handle: string
  world: WorldShop
  state: ShopState
  currency: string
  hooks: HookDesk
  merchant: ShoplineMerchant
  messenger: Messenger
}

/** What is not documented, and may be either way. */
export interface Rules {
  echoesState: boolean
}

export interface Shopline extends PlatformEmulator {
  clientId: string
  /** The newest; older ones stay good until a rotation drops them. */
  readonly clientSecret: string
  /** What the app asks for, and gets. */
  scopes: readonly string[]
  app: AppSettings
  rules: Rules
  tokens: TokenDesk
  webhooks: Deliverer
  openApi: OpenApi
  /** Everything about one shop, by merchant id or handle. */
  shop(domain?: string): ShoplineShop
  /** Names of the shops that exist so far. */
  handles(): string[]
  rotateSecret(options?: { dropOld?: boolean }): string
}
