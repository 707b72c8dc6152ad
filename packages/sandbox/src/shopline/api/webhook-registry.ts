import type { Clock } from '../../clock.ts'
import { ids } from '../world-ids.ts'

/** A webhook that was created over the Open API. Times in ms. */
export interface Hook {
  id: string
  address: string
  topics: string[]
  version: string
  createdAt: number
  updatedAt: number
}

type Wanted = Pick<Hook, 'address' | 'topics' | 'version'>

/** What a shop's apps subscribed to. */
export interface WebhookRegistry {
  list(): readonly Hook[]
  /** Webhooks that are subscribed to this topic. */
  active(topic: string): Hook[]
  find(id: string): Hook | undefined
  add(wanted: Wanted): Hook
  change(id: string, change: Partial<Wanted>): Hook | undefined
  remove(id: string): boolean
  clear(): void
}

export function createWebhookRegistry({ clock }: { clock: Clock }): WebhookRegistry {
  const hooks = new Map<string, Hook>()
  let last = 0
  const add = (wanted: Wanted) => {
    last += 1
    const hook = { id: ids.webhook(last), ...wanted, createdAt: clock.now(), updatedAt: clock.now() }
    hooks.set(hook.id, hook)
    return hook
  }
  const change = (id: string, wanted: Partial<Wanted>) => {
    const hook = hooks.get(id)
    if (!hook) return undefined
    const changed = { ...hook, ...wanted, updatedAt: clock.now() }
    hooks.set(id, changed)
    return changed
  }
  return {
    ...{ add, change },
    list: () => [...hooks.values()],
    active: (topic) => [...hooks.values()].filter(({ topics }) => topics.includes(topic)),
    find: (id) => hooks.get(id),
    remove: (id) => hooks.delete(id),
    clear: () => hooks.clear(),
  }
}
