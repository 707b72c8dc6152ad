import { randomUUID } from 'node:crypto'
import type { Change, WorldShop } from '../../world/shop.ts'
import type { AppSettings } from '../oauth.ts'
import { createRestBody } from '../rest/webhook-body.ts'
import type { Deliverer } from './deliverer.ts'
import type { HookDesk } from './hooks.ts'
import { topicsOf } from './tell.ts'

/** Sent to the app's own address, which no subscription of a shop has. */
export type AppTopic = 'app/uninstalled' | 'customers/data_request' | 'customers/redact' | 'shop/redact'
const appTopics: ReadonlySet<string> = new Set<AppTopic>([
  'app/uninstalled',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
])

export interface Messenger {
  /** What follows from a change of the world. */
  tell(change: Change): void
  /** One topic about one object of the world, to whoever listens; `more` replaces parts of its body. */
  deliver(topic: string, worldId?: number, more?: Record<string, unknown>): void
  /** A body as it is. */
  deliverBody(topic: string, body: string): void
}

interface MessengerOptions {
  world: WorldShop
  domain: string
  hooks: HookDesk
  deliverer: Deliverer
  app: Pick<AppSettings, 'webhooksUrl'>
  /** With which the app's deliveries are signed. */
  secrets: readonly string[]
  /** Whether the app is there at all: nobody else is told anything. */
  isInstalled(): boolean
}

export function createMessenger(options: MessengerOptions): Messenger {
  const { world, domain, hooks, deliverer, app, secrets, isInstalled } = options
  const restBody = createRestBody(world, domain)
  const send = (topic: string, body: string | null, eventId: string) => {
    if (body === null) return
    const told = { domain, topic, eventId, body, secrets }
    // Made through the API, so it is gone after the last try.
    for (const { number, uri } of hooks.active(topic)) deliverer.send({ ...told, uri }, () => hooks.remove(number))
    if (appTopics.has(topic) && app.webhooksUrl) deliverer.send({ ...told, uri: app.webhooksUrl })
  }

  return {
    tell(change) {
      if (!isInstalled()) return
      const eventId = randomUUID()
      for (const { topic, id, place } of topicsOf(change, world)) send(topic, restBody(topic, id, {}, place), eventId)
    },
    deliver: (topic, worldId = 0, more) => send(topic, restBody(topic, worldId, more), randomUUID()),
    deliverBody: (topic, body) => send(topic, body, randomUUID()),
  }
}
