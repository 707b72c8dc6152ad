export {
  AuthRevokedError,
  ConnectorError,
  type ConnectorFailure,
  type FailureKind,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from './contract/errors.ts'
export {
  type Json,
  type MirrorRow,
  type MirrorRows,
  type MirrorTable,
  type Resource,
  resourceNames,
  tableOf,
} from './contract/mirror-rows.ts'
export {
  type AccessEvent,
  type AccessToken,
  type BucketLevel,
  type BudgetPolicy,
  type BudgetSignal,
  type Choice,
  type ClientOptions,
  type CustomerKeys,
  definePlatform,
  type Finding,
  type InboundRequest,
  OBJECTS_PER_READ,
  type Objects,
  type Page,
  type PageRequest,
  type Platform,
  type PlatformDeps,
  type PlatformModule,
  type RejectReason,
  type ShopAccess,
  type ShopAddress,
  type ShopClient,
  type ShopEvent,
  type ShopProfile,
  type SignedCall,
  type StoredDelivery,
  type Subscription,
  type Verdict,
  type WebhookDelivery,
  type WebhookRequest,
} from './contract/platform.ts'
export type { OwnApp, TokenRequest, TokenSet, Tokens } from './contract/tokens.ts'
export { deriveKeys } from './crypto/derive-keys.ts'
export { isSignedBy } from './crypto/signature.ts'
export { createWebhookAddresses, type WebhookAddresses } from './crypto/webhook-address.ts'
export { loadPlatforms, modules } from './registry.ts'
