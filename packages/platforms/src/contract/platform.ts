import { loadConfig } from '@shopmirror/config'
import type { z } from 'zod'
import type { Json, MirrorRows, Resource } from './mirror-rows.ts'
import type { ShopEvent } from './shop-event.ts'
import type { TokenSet, Tokens } from './tokens.ts'

export type RejectReason = 'unsigned' | 'bad_signature' | 'stale' | 'malformed'
export type Verdict<T> = { ok: true; value: T } | { ok: false; reason: RejectReason }

/** A call that came in, as sent: nothing parsed yet. */
export interface InboundRequest {
  method: string
  /** Raw query string without `?`. */
  query: string
  /** Lower-case names; a repeated header is an array. */
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** A signed call from the platform about one shop: install, open, uninstall. */
export interface SignedCall {
  domain: string
  /** The platform's grant or nonce. */
  code?: string
  /** Unlike any other call's (its signature does): seen twice, the call is a repetition. */
  nonce: string
  /** Our own state, when the install began with us. */
  state?: string
  /** Where to send the merchant next; already checked to be the shop's own admin. */
  landing?: URL
  /** Parameters we appended ourselves to an earlier redirect, and got back. */
  passthrough: Record<string, string>
}

export interface WebhookRequest extends InboundRequest {
  /** From the address, where webhooks have one of the shop's own. */
  shopId?: string
  /** Of the shop's own app, where none of the app's secrets has signed: this one and nothing else is tried. */
  ownSecret?: string
  topic?: string
}

export interface WebhookDelivery {
  /** The platform's id of this delivery; where it sends none, one made up for this hit. */
  deliveryId: string
  topic: string
  /** One of the two says whose it is. */
  shopId?: string
  domain?: string
  triggeredAt?: Date
  /** Which of the app's secrets signed it, 0 the current one; absent where a shop's own secret did, or nothing is signed. */
  secretIndex?: number
  /** About the app's own access to a shop, connected here or not. Its body may carry a token: it is sealed before it rests anywhere. */
  about?: 'access'
}

export interface StoredDelivery extends WebhookDelivery {
  contentType: string
  body: Buffer
  receivedAt: Date
}

/** Who a shop is, asked at install and again when `staleAfterMs` has passed. */
export interface ShopProfile {
  name: string
  currency: string
  /** IANA name. */
  timezone: string
  /** BCP 47. */
  locale: string
  /** What mapping needs to know and only this platform understands. */
  facts: Record<string, Json>
  /** Scopes the app wants and does not have; absent where the platform cannot say. */
  missingScopes?: string[]
}

export interface ShopAddress {
  id: string
  domain: string
}

export interface AccessToken {
  value: string
  version: number
}

export type BudgetSignal = { kind: 'throttled'; retryAfterMs?: number } | BucketLevel

/** The state of the platform's own bucket (cost points), as the answer to one call told it. */
export interface BucketLevel {
  kind: 'level'
  /** What `reserve` answered for that call. */
  booking: string
  /** What the call cost in the end, points; 0 when it was refused, absent where the platform does not say. */
  charged?: number
  available: number
  maximum: number
  restorePerSecond: number
}

/** What a client may use of the rest of the system; every call to a shop goes through it. */
export interface ShopAccess {
  token(): Promise<AccessToken>
  /** After a 401: a newer token, or `AuthRevokedError`. */
  renew(refused: AccessToken): Promise<AccessToken>
  /** An answer proved that the token works. */
  worked?(token: AccessToken): void
  /** Resolves with the booking when the call may go out. A long wait throws `RateLimitedError`. */
  reserve(cost: number): Promise<string>
  learn(signal: BudgetSignal): Promise<void>
  /** Something people have to know before it breaks; repeated calls of one kind are one alert. */
  alert?(kind: string, detail: string): void
}

export interface BudgetPolicy {
  unit: 'requests' | 'points'
  /** Refill per second. */
  perSecond: number
  /** How much may go at once; 0 paces evenly, for platforms that count per second. */
  burst: number
}

export interface PageRequest {
  resource: Resource
  /** `null`: everything. Bounds of the last change, on the platform's clock. */
  window: { from: Date; to: Date } | null
  /** From the page before; `null` for the first. Survives a restart as JSON. */
  cursor: Json
}

export interface Page {
  rows: MirrorRows
  /** Ids of the resource's own objects on this page. */
  ids: string[]
  /** Ids the platform listed without their objects: whoever was not seen in this run yet has to be read one by one. */
  listed?: string[]
  /** Objects the platform says are gone, where it says so; of windows only. */
  deleted?: { externalId: string; at: Date }[]
  /** `null` after the last page. */
  next: Json
  /** How many objects the platform said there are, where it says. */
  announced?: number
}

export interface Subscription {
  externalId: string
  topic: string
  address: string
}

export interface Finding {
  part: 'domain' | 'token' | 'scope' | 'version' | 'location'
  /** What is wrong and what to do. */
  detail: string
}

/** Of one question. */
export const OBJECTS_PER_READ = 100

export interface Objects {
  rows: MirrorRows
  /** Ids that the platform says do not exist. */
  missing: string[]
}

export interface ShopClient {
  /** What would keep a connection from working, beyond what `describe` throws; empty when all is well. */
  check?(): Promise<Finding[]>
  describe(): Promise<ShopProfile>
  /** The platform's clock. */
  clock(): Promise<Date>
  readPage(request: PageRequest): Promise<Page>
  /** One object with its children, `null` when the platform says it does not exist. */
  readObject(resource: Resource, externalId: string): Promise<MirrorRows | null>
  /** Many at the price of a few calls, where the platform has a way; at most `OBJECTS_PER_READ`. */
  readObjects?(resource: Resource, externalIds: readonly string[]): Promise<Objects>
  listSubscriptions(): Promise<Subscription[]>
  subscribe(topic: string, address: URL): Promise<Subscription>
  unsubscribe(externalId: string): Promise<void>
}

export interface ClientOptions {
  shop: ShopAddress
  /** What `describe` said last; absent before the first time. */
  profile?: ShopProfile
  access: ShopAccess
}

/** Installs in which the merchant chooses the shop, nothing that comes back is signed, and only the token says whose it is. */
export interface Choice {
  /** Where the merchant chooses and approves. `domain`: the shop to offer, where one is wanted. */
  url(state: string, domain?: string): URL
  /** What the browser brought back. The state may be missing: the attempt is bound to the browser. */
  read(request: InboundRequest): Verdict<{ code: string; state?: string }>
  /** Spends the code. Throws `AuthRevokedError` when it is refused. */
  exchange(code: string): Promise<{ domain: string; tokens: TokenSet }>
}

export interface Platform {
  readonly id: string
  /** Whether app-wide credentials are set; without them only shops with their own credentials can connect. */
  readonly configured: boolean
  readonly budget: BudgetPolicy
  readonly resources: readonly Resource[]
  /** Webhook topics to register per shop. */
  readonly topics: readonly string[]
  /** What has to be read where webhooks of a topic may have been missed; absent: everything. */
  resourcesOf?(topic: string): readonly Resource[]
  /** How far an incremental window reaches back before the watermark, ms. */
  readonly overlapMs: number
  readonly tokens: Tokens
  /** What this machine lacks, which setting to change, and what happens until then; empty when it lacks nothing. */
  checkMachine?(): Promise<string[]>
  /** A shop's name as people type it, made canonical; `null` when it cannot be one. */
  parseDomain(input: string): string | null
  /** Where a merchant approves an install that begins with us; absent where it begins on the platform. */
  authorizeUrl?(domain: string, state: string): URL
  /** Where a merchant approves newly wanted scopes. */
  approveScopesUrl?(domain: string): URL
  /** Instead of `authorizeUrl` and `verifyCallback`. */
  readonly choice?: Choice
  verifyCallback?(request: InboundRequest): Verdict<SignedCall>
  verifyEntry?(request: InboundRequest): Verdict<SignedCall>
  verifyUninstall?(request: InboundRequest): Verdict<SignedCall>
  verifyWebhook(request: WebhookRequest): Verdict<WebhookDelivery>
  /** The shop that the headers of a webhook name, with nothing verified; absent where they name none. */
  claimedDomain?(headers: InboundRequest['headers']): string | null
  readWebhook(delivery: StoredDelivery): ShopEvent[]
  client(options: ClientOptions): ShopClient
}

export interface PlatformDeps {
  now(): Date
}

export interface PlatformModule<Schema extends z.ZodObject = z.ZodObject> {
  readonly id: string
  /** Settings of this platform; every one has a default or is optional, so that an unused platform needs none. */
  readonly settings: Schema
  create(settings: z.output<Schema>, deps: PlatformDeps): Platform
}

export type { AccessEvent, CustomerKeys, ShopEvent } from './shop-event.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface DefinedPlatform<Schema extends z.ZodObject> extends PlatformModule<Schema> {
  /** From the environment. Throws one error that names every problem. */
  load(env: Environment, deps: PlatformDeps): Platform
}

export function definePlatform<Schema extends z.ZodObject>(module: PlatformModule<Schema>): DefinedPlatform<Schema> {
  return { ...module, load: (env, deps) => module.create(loadConfig(module.settings, env), deps) }
}
