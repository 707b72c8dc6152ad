import type { Clock } from '../clock.ts'
import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { BulkDesk } from './bulk/desk.ts'
import type { ResultFiles } from './bulk/files.ts'
import type { Clients } from './clients.ts'
import type { ShopFace } from './create-shop-face.ts'
import type { Allowance } from './graphql/bucket.ts'
import type { DefaultsLedger } from './graphql/defaults/ledger.ts'
import type { Face } from './graphql/face.ts'
import type { ShopifyMerchant } from './merchant.ts'
import type { AppSettings, OauthDeps } from './oauth.ts'
import type { TokenDesk } from './tokens.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import type { HookDesk } from './webhooks/hooks.ts'
import type { Messenger } from './webhooks/index.ts'

/** One shop, as Shopify shows it. */
export interface ShopifyShop {
  domain: string
  world: WorldShop
  merchant: ShopifyMerchant
  face: Face
  desk: BulkDesk
  hooks: HookDesk
  keys: ShopFace['keys']
  /** What nothing in the world causes: compliance, for one. */
  deliver: Messenger['deliver']
  /** What another app of this shop sees, such as the shop's own. */
  ofApp(clientId: string): Pick<ShopFace, 'face' | 'desk' | 'hooks' | 'rest'>
}

export interface Shopify extends PlatformEmulator {
  clientId: string
  /** The newest; older ones stay good until a rotation drops them. */
  readonly clientSecret: string
  /** What the app asks for, and gets where nobody says otherwise. */
  scopes: readonly string[]
  app: AppSettings
  clients: Clients
  tokens: TokenDesk
  webhooks: Deliverer
  /** Everything about one shop; `domain` is `{name}.myshopify.com`, and the world's shop is called `{name}`. */
  shop(domain?: string): ShopifyShop
  /** Points that a bucket holds and gets back; may be changed while it runs. */
  allowance: Allowance
  /** Fields that were answered by default, and not from the world. */
  defaults: DefaultsLedger
  /** Calls that the REST bucket holds and gets back; may be changed while it runs. */
  restAllowance: Allowance
  rotateSecret(options?: { dropOld?: boolean }): string
  oauth: OauthDeps
  files: ResultFiles
  clock: Clock
}
