import type { PageVisit } from './browser.ts'
import type { WantedOrder, WantedProduct } from './pushes.ts'
import type { Sandbox } from './sandbox.ts'
import type { WorldShop } from './world/shop.ts'

/** Expected values of a row of the mirror, by column name; only the columns given are compared. */
export interface TruthRow {
  externalId: string
  fields: Record<string, unknown>
}

/** Everything that exists in the shop, by table of the mirror; no other row may be there. */
export type Truth = Record<string, readonly TruthRow[]>

/** Who acts: an account of the app, through its API, and the pretend platforms. */
export interface Actors {
  api: {
    get<T>(path: string): Promise<T>
    post<T>(path: string, body?: unknown): Promise<T>
  }
  sandbox: Sandbox
}

/** Webhooks on their way from a platform to the app. */
export interface WebhookTraffic {
  /** Shares of the deliveries, 0–1, that arrive twice, later than others, or never; may be changed at any time. */
  policy: { duplicates: number; late: number; lost: number }
  /** Since the start, of all shops. `sent`: every try. `failed`: given up after the last one. */
  counts: { sent: number; accepted: number; failed: number }
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>
}

/** What is specific to a platform in an install, in an uninstall, and in the comparison of a mirror with its shop. */
export interface Expectation {
  platform: string
  /** For people. */
  name: string
  /** Of the shop that is shown to people, whose name in the world is this. */
  domainOf(worldName: string): string
  /** Whether a shop at this domain is one of this platform. */
  isDomain(domain: string): boolean
  /** The call of our API that an install needs, before or after the merchant uses the browser; for people. */
  accountCall: { when: 'before' | 'after'; text: string }
  /** Webhooks are sent for every change; otherwise only for new orders and new order statuses. */
  webhooksCoverAll: boolean
  webhooksOf(sandbox: Sandbox): WebhookTraffic
  /** Whether the app has registered its webhooks in the shop. */
  isSubscribed(sandbox: Sandbox, domain: string): boolean
  /** Requests a second that the platform takes of the app in one shop; `null` where it counts otherwise. */
  allowedPerSecond(sandbox: Sandbox): number | null
  /** The shop as it really is. */
  worldOf(sandbox: Sandbox, domain: string): WorldShop
  /** Every row the mirror of this shop has to hold, and nothing else: from the world, never from what the platform answers. */
  truthOf(sandbox: Sandbox, domain: string): Truth
  /** The order's id in the mirror, by its number in the world. */
  orderIdOf(number: number): string
  /** Payload of a push that creates the order, with what this platform asks for. */
  orderToPush(sandbox: Sandbox, domain: string, order: WantedOrder): object
  /** Payload of a push that saves a product of one variant, with what this platform asks for. */
  productToPush(sandbox: Sandbox, domain: string, product: WantedProduct): object
  /** A merchant's browser, until the shop is on its way to the account. */
  install(actors: Actors, domain: string): Promise<PageVisit>
  /** The merchant installs at the platform, without our account. The visit shows the installation that an account can claim. */
  installAtPlatform(sandbox: Sandbox, domain: string): Promise<PageVisit>
  /** All tokens of the app in the shop end, and the app is not told. */
  revokeAccess(sandbox: Sandbox, domain: string): void
  /** The merchant gives the app access to its connected shop again. */
  restoreAccess(actors: Actors, domain: string): Promise<void>
  /** The merchant removes the app; everything that the browser did, where it did anything. */
  uninstall(sandbox: Sandbox, domain: string): Promise<PageVisit | null>
}
