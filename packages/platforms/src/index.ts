export { deriveKeys } from './derive-keys.ts'
export {
  AuthRevokedError,
  ConnectorError,
  type ConnectorFailure,
  type FailureKind,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from './errors.ts'
export {
  type Json,
  type MirrorRow,
  type MirrorRows,
  type MirrorTable,
  type Resource,
  resourceNames,
  tableOf,
} from './mirror-rows.ts'
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
} from './platform.ts'
export { loadPlatforms, modules } from './registry.ts'
export { isSignedBy } from './signature.ts'
export type { OwnApp, TokenRequest, TokenSet, Tokens } from './tokens.ts'
export { createWebhookAddresses, type WebhookAddresses } from './webhook-address.ts'
