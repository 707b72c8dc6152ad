import type { ApiShop } from '../api/shell.ts'
import type { AppSettings } from '../app-settings.ts'
import type { Deliverer } from './deliverer.ts'
import type { Envelopes } from './envelope.ts'
import { type Told, topicsOf } from './tell.ts'

export interface Messenger {
  /** One topic about one object, to whoever listens. */
  tell(told: Told): void
  /** To the app alone, where it wants the topic; the body, to be sent again. */
  tellApp(topic: string, resource: object): object
  /** A body that was sent before. */
  repeat(topic: string, body: object): void
}

interface MessengerOptions {
  shop: ApiShop
  handle: string
  app: AppSettings
  deliverer: Deliverer
  envelopes: Envelopes
  /** Whether the app is there at all. */
  isInstalled(): boolean
}

/** What happens in a shop, told to the app and to the webhooks its merchant's tokens made. */
export function createMessenger(options: MessengerOptions): Messenger {
  const { shop, handle, app, deliverer, envelopes, isInstalled } = options
  const { merchantId } = shop
  const sendApp = (topic: string, body: object) => {
    if (app.webhooksUrl !== null) deliverer.send({ url: app.webhooksUrl, topic, body, kind: 'app' })
  }
  const messenger: Messenger = {
    tell({ topic, merchantTopic = topic, resource }) {
      if (isInstalled() && app.topics === 'all') messenger.tellApp(topic, resource)
      if (merchantTopic === null) return
      const body = envelopes.ofMerchant(merchantTopic, { id: merchantId, handle }, resource)
      for (const { address } of shop.hooks.active(merchantTopic))
        deliverer.send({ url: address, topic: merchantTopic, body, kind: 'merchant' })
    },
    tellApp(topic, resource) {
      const body = envelopes.ofApp(topic, merchantId, resource)
      sendApp(topic, body)
      return body
    },
    repeat: sendApp,
  }
  shop.world.listen((change) => {
    for (const told of topicsOf(change, shop.world)) messenger.tell(told)
  })
  shop.state.listen((change) => {
    for (const told of topicsOf(change, shop.world)) messenger.tell(told)
  })
  return messenger
}
