import type { Json } from './mirror-rows.ts'
import type { ShopReads } from './reads.ts'
import type { ShopAccess } from './shop-access.ts'
import type { ShopWebhooks } from './webhooks.ts'
import type { ShopWrites } from './writes.ts'

/** Calls to one shop. They throw errors of `errors.ts` and nothing else for what the platform answers. */
export interface ShopClient {
  /** Who the shop is. */
  describe(): Promise<ShopProfile>
  /** Problems that would keep the connection from working, beyond what `describe` throws; empty when there are none. */
  check?(): Promise<Finding[]>
  readonly reads: ShopReads
  readonly webhooks: ShopWebhooks
  /** Absent where nothing can be written to the shop. */
  readonly writes?: ShopWrites
}

export interface ClientOptions {
  shop: ShopAddress
  /** The latest result of `describe`; absent before the first. */
  profile?: ShopProfile
  access: ShopAccess
}

export interface ShopAddress {
  id: string
  /** The shop's name on the platform, as `Platform.parseDomain` returns it. */
  domain: string
}

/** Who a shop is, read at install and again from time to time. */
export interface ShopProfile {
  name: string
  /** ISO 4217. */
  currency: string
  /** IANA name. */
  timezone: string
  /** BCP 47. */
  locale: string
  /** What this platform's mapping needs to know; stored, and never looked into, by everything else. */
  facts: Record<string, Json>
  /** Scopes that the app wants and does not have; absent when the platform cannot say. */
  missingScopes?: string[]
}

/** A problem found by `ShopClient.check`. */
export interface Finding {
  part: 'domain' | 'token' | 'scope' | 'version' | 'location'
  /** What is wrong and what to do. */
  detail: string
}
