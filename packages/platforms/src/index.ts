export {
  AuthRevokedError,
  ConnectorError,
  type ConnectorFailure,
  type FailureKind,
  PermanentError,
  RateLimitedError,
  RetryableError,
} from './contract/errors.ts'
export type { InboundRequest, RejectReason, Verdict } from './contract/inbound.ts'
export {
  approveScopesUrl,
  type Install,
  type MerchantSelectedInstall,
  type OwnAppInstall,
  type SignedCall,
  type SignedInstall,
} from './contract/install.ts'
export type { InstallGuide, LocalText } from './contract/install-guide.ts'
export {
  type Json,
  type MirrorRow,
  type MirrorRows,
  type MirrorTable,
  type Resource,
  resourceNames,
  resourceOfTable,
  tableOf,
} from './contract/mirror-rows.ts'
export type { OwnApp, OwnAppFormat } from './contract/own-app.ts'
export { definePlatform, type Platform, type PlatformDeps, type PlatformModule } from './contract/platform.ts'
export {
  entityOf,
  type Payload,
  type PushEntity,
  type PushKind,
  pushEntities,
  pushKindNames,
  pushKinds,
} from './contract/push-kinds.ts'
export { readCost } from './contract/read-cost.ts'
export {
  OBJECTS_PER_READ,
  type Objects,
  type Page,
  type PageRequest,
  type ReadCost,
  type Reads,
  type ShopReads,
} from './contract/reads.ts'
export type { AccessToken, BucketLevel, BudgetPolicy, BudgetSignal, ShopAccess } from './contract/shop-access.ts'
export type { ClientOptions, Finding, ShopAddress, ShopClient, ShopProfile } from './contract/shop-client.ts'
export type { AccessEvent, CustomerKeys, ShopEvent } from './contract/shop-event.ts'
export type { TokenRequest, TokenSet, Tokens } from './contract/tokens.ts'
export type {
  ShopWebhooks,
  StoredDelivery,
  Subscription,
  WebhookDelivery,
  WebhookRequest,
  Webhooks,
} from './contract/webhooks.ts'
export type {
  Change,
  KindWrites,
  ObjectTarget,
  OrderTarget,
  ReadBack,
  ShopWrites,
  StockTarget,
  Target,
  VariantTarget,
  WriteCall,
  WriteCapabilities,
  WriteCapability,
  WriteClass,
  WriteOutcome,
  WrittenObject,
} from './contract/writes.ts'
export { deriveKeys } from './crypto/derive-keys.ts'
export { isSignedBy } from './crypto/signature.ts'
export { createWebhookAddresses, type WebhookAddresses } from './crypto/webhook-address.ts'
export { loadPlatforms, modules } from './registry.ts'
export type { PushFault } from './write/check-fields.ts'
export { type CheckedPush, checkPush, type GivenPush } from './write/check-push.ts'
