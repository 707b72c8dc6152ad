import { randomUUID } from 'node:crypto'
import type { Change, WorldShop } from '../../world/shop.ts'
import type { AppSettings } from '../oauth.ts'
import { createWebhookBody } from '../rest/webhook-body.ts'
import type { Deliverer } from './deliverer.ts'
import { topicsOf } from './events.ts'
import type { WebhookSubscriptions } from './subscriptions.ts'

/** Sent to the app's own address, which no subscription of a shop has. */
export type AppTopic = 'app/uninstalled' | 'customers/data_request' | 'customers/redact' | 'shop/redact'
const appTopics: ReadonlySet<string> = new Set<AppTopic>([
  'app/uninstalled',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
])

export interface WebhookPublisher {
  /** All topics of a change of the world. */
  publishChange(change: Change): void
  /** One topic about one object of the world, to all its subscriptions; `more` replaces parts of its body. */
  deliver(topic: string, worldId?: number, more?: Record<string, unknown>): void
  /** A body as it is. */
  deliverBody(topic: string, body: string): void
}

interface WebhookPublisherOptions {
  world: WorldShop
  domain: string
  subscriptions: WebhookSubscriptions
  deliverer: Deliverer
  app: Pick<AppSettings, 'webhooksUrl'>
  /** With which the app's deliveries are signed. */
  secrets: readonly string[]
  /** Only installed apps receive webhooks. */
  isInstalled(): boolean
}

export function createWebhookPublisher(options: WebhookPublisherOptions): WebhookPublisher {
  const { world, domain, subscriptions, deliverer, app, secrets, isInstalled } = options
  const webhookBody = createWebhookBody(world, domain)
  /** A body is costly in a shop of many products, and made only where somebody receives it. */
  const send = (topic: string, makeBody: () => string | null, eventId: string) => {
    const active = subscriptions.active(topic)
    const ofApp = appTopics.has(topic) ? app.webhooksUrl : undefined
    const body = active.length > 0 || ofApp ? makeBody() : null
    if (body === null) return
    const delivery = { domain, topic, eventId, body, secrets }
    // Made through the API, so it is gone after the last try.
    for (const { number, uri } of active) deliverer.send({ ...delivery, uri }, () => subscriptions.remove(number))
    if (ofApp) deliverer.send({ ...delivery, uri: ofApp })
  }

  return {
    publishChange(change) {
      if (!isInstalled()) return
      const eventId = randomUUID()
      for (const { topic, id, place, more } of topicsOf(change, world))
        send(topic, () => webhookBody(topic, id, more, place), eventId)
    },
    deliver: (topic, worldId = 0, more) => send(topic, () => webhookBody(topic, worldId, more), randomUUID()),
    deliverBody: (topic, body) => send(topic, () => body, randomUUID()),
  }
}
