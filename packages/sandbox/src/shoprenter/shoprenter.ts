import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { Deliverer } from './deliveries.ts'
import type { ShoprenterMerchant } from './merchant.ts'
import type { SignedQuery } from './sign.ts'
import type { TokenDesk } from './tokens.ts'
import type { HookDesk } from './web-hooks.ts'

/** One shop, as ShopRenter shows it. */
export interface ShoprenterShop {
  /** The shop's name, which is also its name in the world. */
  domain: string
  world: WorldShop
  merchant: ShoprenterMerchant
  /** Webhooks created through the API. */
  hooks: HookDesk
}

export interface Shoprenter extends PlatformEmulator {
  clientId: string
  clientSecret: string
  tokens: TokenDesk
  webhooks: Deliverer
  /** Calls a second that the platform accepts from the app in one shop; may be changed while it runs. */
  limit: { perSecond: number }
  /** The documentation and the vendor's demos sign the parameters in different orders. */
  signature: { order: SignedQuery['order'] }
  shop(domain?: string): ShoprenterShop
}
