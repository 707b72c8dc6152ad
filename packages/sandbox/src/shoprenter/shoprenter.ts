import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { ApiShop } from './api.ts'
import type { Deliverer } from './deliveries.ts'
import type { ShoprenterMerchant } from './merchant.ts'
import type { AdminOrder } from './orders/admin-orders.ts'
import type { Rules } from './rules.ts'
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
  /** What programs read and write. */
  api: ApiShop
  /** The orders that programs have made or changed, as the merchant sees them. */
  adminOrders(): AdminOrder[]
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
  /** What the platform does not document. */
  rules: Rules
  shop(domain?: string): ShoprenterShop
}
