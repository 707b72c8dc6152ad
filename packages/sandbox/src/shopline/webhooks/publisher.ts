import type { ApiShop } from '../api/open-api-types.ts'
import type { AppSettings } from '../app-settings.ts'
import type { Deliverer } from './deliverer.ts'
import type { Envelopes } from './envelope.ts'
import { type TopicEvent, topicsOf } from './topics.ts'

export interface WebhookPublisher {
  /** One topic about one object, to every subscriber. */
  publish(event: TopicEvent): void
  /** To the app only. Returns the body, for {@link WebhookPublisher.repeat}. */
  publishToApp(topic: string, resource: object): object
  /** Sends a body again. */
  repeat(topic: string, body: object): void
}

interface PublisherOptions {
  shop: ApiShop
  handle: string
  app: AppSettings
  deliverer: Deliverer
  envelopes: Envelopes
  /** Whether the app is installed. */
  isInstalled(): boolean
}

/** Sends what changes in a shop to the app's webhook URL and to the webhooks that the merchant's tokens created. */
export function createWebhookPublisher(options: PublisherOptions): WebhookPublisher {
  const { shop, handle, app, deliverer, envelopes, isInstalled } = options
  const { merchantId } = shop
  const sendApp = (topic: string, body: object) => {
    if (app.webhooksUrl !== null) deliverer.send({ url: app.webhooksUrl, topic, body, kind: 'app' })
  }
  const publisher: WebhookPublisher = {
    publish({ topic, merchantTopic = topic, resource }) {
      if (isInstalled() && app.topics === 'all') publisher.publishToApp(topic, resource)
      if (merchantTopic === null) return
      const body = envelopes.ofMerchant(merchantTopic, { id: merchantId, handle }, resource)
      for (const { address } of shop.hooks.active(merchantTopic))
        deliverer.send({ url: address, topic: merchantTopic, body, kind: 'merchant' })
    },
    publishToApp(topic, resource) {
      const body = envelopes.ofApp(topic, merchantId, resource)
      sendApp(topic, body)
      return body
    },
    repeat: sendApp,
  }
  shop.world.listen((change) => {
    for (const event of topicsOf(change, shop)) publisher.publish(event)
  })
  shop.state.listen((change) => {
    for (const event of topicsOf(change, shop)) publisher.publish(event)
  })
  return publisher
}
