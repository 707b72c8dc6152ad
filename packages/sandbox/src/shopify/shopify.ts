import type { Clock } from '../clock.ts'
import type { PlatformEmulator } from '../platform-emulator.ts'
import type { WorldShop } from '../world/shop.ts'
import type { BulkOperations } from './bulk/bulk-operations.ts'
import type { ResultFiles } from './bulk/files.ts'
import type { Uploads } from './bulk/uploads.ts'
import type { Clients } from './clients.ts'
import type { Allowance } from './graphql/bucket.ts'
import type { DefaultsLedger } from './graphql/defaults/ledger.ts'
import type { GraphqlApi } from './graphql/graphql-api.ts'
import type { InstalledApp } from './installed-app.ts'
import type { ShopifyMerchant } from './merchant.ts'
import type { AppSettings, OauthDeps } from './oauth.ts'
import type { TokenService } from './tokens.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import type { WebhookPublisher } from './webhooks/publisher.ts'
import type { WebhookSubscriptions } from './webhooks/subscriptions.ts'

/** One shop, as Shopify shows it. */
export interface ShopifyShop {
  domain: string
  world: WorldShop
  merchant: ShopifyMerchant
  graphql: GraphqlApi
  bulkOperations: BulkOperations
  subscriptions: WebhookSubscriptions
  keys: InstalledApp['keys']
  /** What nothing in the world causes: compliance, for one. */
  deliver: WebhookPublisher['deliver']
  /** What another app of this shop sees, such as the shop's own. */
  ofApp(clientId: string): Pick<InstalledApp, 'graphql' | 'bulkOperations' | 'subscriptions' | 'rest'>
}

export interface Shopify extends PlatformEmulator {
  clientId: string
  /** The newest; older ones stay good until a rotation drops them. */
  readonly clientSecret: string
  /** What the app asks for, and gets where nobody says otherwise. */
  scopes: readonly string[]
  app: AppSettings
  clients: Clients
  tokens: TokenService
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
  uploads: Uploads
  clock: Clock
}
