import type { Resource } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { StoredDelivery } from '../../../contract/webhooks.ts'
import { dateOfTs, type Envelope, idOf } from '../envelope.ts'
import { objectIn } from '../written-json.ts'

export interface Message extends Envelope {
  delivery: StoredDelivery
}

/** Reads the webhooks of one subject. Does not throw, whatever they contain. */
export type Reader = (message: Message) => ShopEvent[]

/** Time of the event according to SHOPLINE, otherwise time of receipt. */
function momentOf({ ts, delivery }: Message): Date {
  return dateOfTs(ts) ?? delivery.triggeredAt ?? delivery.receivedAt
}

export function ignored(reason: string): ShopEvent[] {
  return [{ kind: 'ignored', reason }]
}

/** The object itself: deleted by `remove`, otherwise a hint. */
export function own(resource: Resource): Reader {
  return (message) => {
    const externalId = idOf(message.resource._id) ?? idOf(message.resource.id)
    if (externalId === null) return withoutId(message)
    if (isRemoval(message)) return [{ kind: 'deleted', resource, externalId, at: momentOf(message) }]
    return [{ kind: 'refetch', resource, externalId }]
  }
}

/** A hint to the object that this one is part of. Its id is the first valid one of these fields. */
export function partOf(resource: Resource, ...names: [string, ...string[]]): Reader {
  return (message) => {
    const ids = names.map((name) => message.resource[name])
    const externalId = ids.map((value) => idOf(value) ?? idOf(objectIn(value)._id)).find((id) => id !== null)
    return externalId ? [{ kind: 'refetch', resource, externalId }] : withoutId(message)
  }
}

function isRemoval({ delivery: { topic } }: Message): boolean {
  return /\/(remove|delete)$/.test(topic)
}

function withoutId({ delivery: { topic } }: Message): ShopEvent[] {
  return ignored(`The body of ${topic} does not name an object.`)
}
