import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { Deliverer } from './deliveries.ts'
import type { ShoprenterMerchant } from './merchant.ts'
import type { SignedQuery } from './sign.ts'
import type { TokenService } from './tokens.ts'
import type { WebhookRegistry } from './webhook-registry.ts'

/** One shop, as ShopRenter shows it. */
export interface ShoprenterShop {
  /** The shop's name, which is also its name in the world. */
  domain: string
  world: WorldShop
  merchant: ShoprenterMerchant
  /** Webhooks created through the API. */
  hooks: WebhookRegistry
}

export interface Shoprenter extends PlatformEmulator {
  clientId: string
  clientSecret: string
  tokens: TokenService
  webhooks: Deliverer
  /** Calls a second that the platform accepts from the app in one shop; may be changed while it runs. */
  limit: { perSecond: number }
  /** The documentation and the vendor's demos sign the parameters in different orders. */
  signature: { order: SignedQuery['order'] }
  shop(domain?: string): ShoprenterShop
}
