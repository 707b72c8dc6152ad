import type { InboundRequest, Verdict } from './inbound.ts'
import type { Resource } from './mirror-rows.ts'
import type { ShopEvent } from './shop-event.ts'

/** What a platform's webhooks are and how to check and read them. */
export interface Webhooks {
  /** Topics to subscribe to for each shop; empty when the app's own subscriptions cover everything. */
  readonly topics: readonly string[]
  /** The resources to read again when webhooks of a topic may have been missed; absent: all of them. */
  resourcesOf?(topic: string): readonly Resource[]
  /** Checks a webhook and says which delivery of which shop it is. Reads no more of the body than that needs. */
  verify(request: WebhookRequest): Verdict<WebhookDelivery>
  /** The shop that a webhook's headers name, before anything is verified; absent when no header names it. */
  unverifiedDomain?(headers: InboundRequest['headers']): string | null
  /** What a stored delivery means. A body that cannot be understood is an `ignored` event with the reason. */
  read(delivery: StoredDelivery): ShopEvent[]
}

export interface WebhookRequest extends InboundRequest {
  /** From the address, when the shop has its own webhook addresses. */
  shopId?: string
  /** The secret of the shop's own app. When it is given, the app's secrets from settings are not tried. */
  ownSecret?: string
  /** From the address, when it contains one. */
  topic?: string
}

/** One webhook, verified. `shopId` or `domain` says which shop it belongs to. */
export interface WebhookDelivery {
  /** The platform's id of this delivery; a random one when the platform sends none. */
  deliveryId: string
  topic: string
  shopId?: string
  domain?: string
  triggeredAt?: Date
  /** Index of the app secret that signed it, 0 the current one; absent when a shop's own secret did, or when nothing is signed. */
  secretIndex?: number
  /** Set for deliveries about the app's own access, also to shops that are not connected. The body may contain a token and is encrypted before it is stored. */
  about?: 'access'
}

export interface StoredDelivery extends WebhookDelivery {
  contentType: string
  body: Buffer
  receivedAt: Date
}

/** A webhook subscription of one shop, as the platform lists it. */
export interface Subscription {
  externalId: string
  topic: string
  address: string
}

/** The webhook subscriptions of one shop. */
export interface ShopWebhooks {
  /** All active subscriptions that the API lists, also those that are not ours. */
  list(): Promise<Subscription[]>
  /** Creates a subscription. Throws `PermanentError` when the platform refuses the topic, with `missingScope` if that is why. */
  subscribe(topic: string, address: URL): Promise<Subscription>
  /** Deletes a subscription. One that does not exist is no error. */
  unsubscribe(externalId: string): Promise<void>
}
